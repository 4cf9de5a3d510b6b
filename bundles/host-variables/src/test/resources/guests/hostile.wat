;; Passes whatever it is told to the host, and allocates wherever it is told to.
(module
  (import "spin-config" "get-config" (func $get (param i32 i32 i32)))
  (memory (export "memory") 1)
  (global $next (export "next") (mut i32) (i32.const 1024))
  (data (i32.const 16) "greeting")
  (data (i32.const 32) "\ff\fe")
  (func (export "set-next") (param i32) (global.set $next (local.get 0)))
  (func (export "canonical_abi_realloc") (param i32 i32 i32 i32) (result i32) (global.get $next))
  (func (export "raw") (param i32 i32 i32) (call $get (local.get 0) (local.get 1) (local.get 2))))
