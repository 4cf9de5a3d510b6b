;; A Redis handler that answers in the packed layout through a wrapper, as TinyGo makes it.
(module
  (memory (export "memory") 1)
  (func $handle (param i32 i32) (result i32)
    (local $area i32)
    (local.set $area (i32.const 1024))
    (if (local.get 1)
      (then
        (i32.store8 (local.get $area) (i32.const 0)))
      (else
        (i32.store8 (local.get $area) (i32.const 1))
        (i32.store8 offset=1 (local.get $area) (i32.const 2))))
    (local.get $area))
  (func (export "handle-redis-message") (param i32 i32) (result i32)
    (call $handle (local.get 0) (local.get 1))))
