(module (func (export "run") (result i32)
  (i8x16.extract_lane_u 1 (i8x16.relaxed_swizzle (v128.const i8x16 7 8 9 10 0 0 0 0 0 0 0 0 0 0 0 0) (v128.const i8x16 3 2 1 0 0 0 0 0 0 0 0 0 0 0 0 0)))))
