;; Imports a known function with a type that it does not have.
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i64) (result i64)))
  (memory (export "memory") 1)
  (func (export "canonical_abi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 1024))
  (func (export "canonical_abi_free") (param i32 i32 i32))
  (func (export "handle-http-request") (param i32 i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i32)
    (i32.wrap_i64 (call $write (i32.const 1) (i64.const 0)))))
