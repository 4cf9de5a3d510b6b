;; A loop without calls whose condition never holds.
(module
  (memory 1)
  (func (export "spin")
    (local i32)
    (loop
      (i32.store (i32.and (local.get 0) (i32.const 65532)) (local.tee 0 (i32.add (local.get 0) (i32.const 4))))
      (br 0))))
