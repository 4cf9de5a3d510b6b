;; Stands for functions that cannot exist before the main module's memory does.
(module
  (type $two (func (param i32 i32) (result i32)))
  (type $one (func (param i32) (result i32)))
  (table (export "$imports") 3 3 funcref)
  (func (export "0") (type $two) (call_indirect (type $two) (local.get 0) (local.get 1) (i32.const 0)))
  (func (export "1") (type $one) (call_indirect (type $one) (local.get 0) (i32.const 1)))
  (func (export "2") (type $one) (call_indirect (type $one) (local.get 0) (i32.const 2))))
