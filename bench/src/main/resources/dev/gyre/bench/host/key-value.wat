;; Gets or sets a value in the default store, over and over; rebuilt with: wat2wasm key-value.wat
(module
  (import "key-value" "open" (func $open (param i32 i32 i32)))
  (import "key-value" "get" (func $get (param i32 i32 i32 i32)))
  (import "key-value" "set" (func $set (param i32 i32 i32 i32 i32 i32)))
  (memory (export "memory") 2)
  (data (i32.const 16) "default")
  (data (i32.const 32) "key")
  (func $check
    (if (i32.load8_u (i32.const 64)) (then unreachable)))
  ;; Every result lies where the one before lay.
  (func (export "canonical_abi_realloc") (param i32 i32 i32 i32) (result i32)
    (i32.const 4096))
  (func (export "canonical_abi_free") (param i32 i32 i32))
  (func (export "open") (result i32)
    (call $open (i32.const 16) (i32.const 7) (i32.const 64))
    (call $check)
    (i32.load (i32.const 68)))
  (func (export "gets") (param $store i32) (param $count i32)
    (loop $again
      (call $get (local.get $store) (i32.const 32) (i32.const 3) (i32.const 64))
      (call $check)
      (br_if $again (local.tee $count (i32.sub (local.get $count) (i32.const 1))))))
  (func (export "sets") (param $store i32) (param $count i32)
    (loop $again
      (call $set (local.get $store) (i32.const 32) (i32.const 3) (i32.const 128) (i32.const 100) (i32.const 64))
      (call $check)
      (br_if $again (local.tee $count (i32.sub (local.get $count) (i32.const 1)))))))
