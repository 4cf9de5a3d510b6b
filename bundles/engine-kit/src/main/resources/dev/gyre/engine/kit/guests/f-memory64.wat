(module (memory i64 1 2)
  (func (export "run") (result i32)
    (i32.store (i64.const 65532) (i32.const 5))
    (i32.add (i32.wrap_i64 (memory.grow (i64.const 1))) (i32.load (i64.const 65532)))))
