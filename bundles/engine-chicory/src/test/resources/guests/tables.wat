;; A table with an image, and a function that changes it.
(module
  (type $f (func (result i32)))
  (table 4 funcref)
  (elem (i32.const 0) $one $two)
  (func $one (result i32) (i32.const 1))
  (func $two (result i32) (i32.const 2))
  (func (export "call") (param i32) (result i32) (call_indirect (type $f) (local.get 0)))
  (func (export "swap") (table.set 0 (i32.const 0) (table.get 0 (i32.const 1)))))
