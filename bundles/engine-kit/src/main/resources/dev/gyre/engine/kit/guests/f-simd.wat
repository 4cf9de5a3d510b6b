(module (memory 1) (data (i32.const 16) "\01\02\03\04\05\06\07\08\09\0a\0b\0c\0d\0e\0f\10")
  (func (export "run") (result i32)
    (i32.add
      (i32x4.extract_lane 3 (i32x4.mul (v128.const i32x4 1 2 3 4) (v128.const i32x4 1 2 3 4)))
      (i8x16.extract_lane_u 0 (i8x16.shuffle 15 14 13 12 11 10 9 8 7 6 5 4 3 2 1 0 (v128.load (i32.const 16)) (v128.load (i32.const 16)))))))
