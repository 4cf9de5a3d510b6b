(module (global $b i32 (i32.mul (i32.add (i32.const 5) (i32.const 2)) (i32.const 3)))
  (memory 1) (data (i32.sub (i32.const 20) (i32.const 4)) "\09")
  (func (export "run") (result i32) (i32.add (global.get $b) (i32.load8_u (i32.const 16)))))
