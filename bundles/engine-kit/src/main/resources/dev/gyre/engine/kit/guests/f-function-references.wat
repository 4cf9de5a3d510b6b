(module (type $t (func (param i32) (result i32)))
  (func $inc (type $t) (i32.add (local.get 0) (i32.const 1))) (elem declare func $inc)
  (func $apply (param (ref $t) i32) (result i32) (call_ref $t (local.get 1) (local.get 0)))
  (func (export "run") (result i32) (call $apply (ref.func $inc) (i32.const 41))))
