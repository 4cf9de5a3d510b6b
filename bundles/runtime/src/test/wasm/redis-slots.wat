;; A Redis handler that answers in slots.
(module
  (memory (export "memory") 1)
  (func (export "handle-redis-message") (param i32 i32) (result i32)
    (if (i32.eqz (local.get 1))
      (then
        (i32.store (i32.const 2048) (i32.const 1))
        (i32.store offset=8 (i32.const 2048) (i32.const 1))
        (return (i32.const 2048))))
    (i32.store offset=2048 (i32.const 0) (i32.const 0))
    (i32.const 2048)))
