(module (func (export "run") (result i32) (i32.trunc_sat_f64_s (f64.const 1e20))))
