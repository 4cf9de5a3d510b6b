(module (func $two (result i32 i32) (i32.const 7) (i32.const 5))
  (func (export "run") (result i32) (call $two) (block (param i32 i32) (result i32) (i32.sub))))
