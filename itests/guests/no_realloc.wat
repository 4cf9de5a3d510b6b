;; A handler without the allocator that a host needs to pass arguments.
(module
  (memory (export "memory") 1)
  (func (export "handle-http-request") (param i32 i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i32) (i32.const 0)))
