;; A million tail calls, which only need no stack when they are ones.
(module
  (type $t (func (param i32 i32) (result i32)))
  (table 1 funcref) (elem (i32.const 0) $odd)
  (func $even (param i32 i32) (result i32)
    (if (i32.eqz (local.get 0)) (then (return (local.get 1))))
    (return_call_indirect (type $t) (i32.sub (local.get 0) (i32.const 1)) (i32.add (local.get 1) (i32.const 1)) (i32.const 0)))
  (func $odd (param i32 i32) (result i32)
    (return_call $even (i32.sub (local.get 0) (i32.const 1)) (i32.add (local.get 1) (i32.const 1))))
  (func (export "run") (result i32) (call $even (i32.const 1000000) (i32.const 0))))
