;; Another module's code on the main module's memory, which keeps its state where the main module allocates it.
(module
  (import "env" "memory" (memory 0))
  (import "__main_module__" "cabi_realloc" (func $realloc (param i32 i32 i32 i32) (result i32)))
  (import "wasi" "number" (func $number (result i32)))
  (global $state (mut i32) (i32.const 0))
  (func (export "args") (param i32) (result i32)
    (if (i32.eq (local.get 0) (i32.const -1)) (then (loop $again (br $again))))
    (if (i32.eqz (global.get $state))
      (then (global.set $state (call $realloc (i32.const 0) (i32.const 0) (i32.const 4) (i32.const 64)))))
    (i32.store (global.get $state) (i32.add (i32.load (global.get $state)) (call $number)))
    (i32.add (local.get 0) (i32.load (global.get $state)))))
