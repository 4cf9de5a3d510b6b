(module (memory (export "memory") 500) (data (i32.const 0) "a") (data (i32.const 32767999) "b"))
