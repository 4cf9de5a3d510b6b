(module (global $g (export "g") (mut i32) (i32.const 1))
  (func (export "run") (result i32) (global.set $g (i32.const 3)) (global.get $g)))
