;; Imports a function that no host has; otherwise a sound Spin module.
(module
  (import "acme:clock/now" "ticks" (func $ticks (param i32) (result i64)))
  (memory (export "memory") 1)
  (func (export "canonical_abi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 1024))
  (func (export "canonical_abi_free") (param i32 i32 i32))
  (func (export "handle-http-request") (param i32 i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i32)
    (i32.store16 (i32.const 0) (i32.wrap_i64 (call $ticks (i32.const 200))))
    (i32.const 0)))
