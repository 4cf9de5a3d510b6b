(module (type $s (struct (field i32))) (func (export "run") (result i32) (struct.get $s 0 (struct.new $s (i32.const 3)))))
