(module (tag $e (param i32))
  (func (export "run") (result i32) try (result i32) (throw $e (i32.const 21)) catch $e (i32.const 2) i32.mul end))
