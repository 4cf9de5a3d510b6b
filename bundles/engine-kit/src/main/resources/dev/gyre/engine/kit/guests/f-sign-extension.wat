(module (func (export "run") (result i32) (i32.add (i32.extend8_s (i32.const 0xff)) (i32.wrap_i64 (i64.extend32_s (i64.const 0xfffffff0))))))
