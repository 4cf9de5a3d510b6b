;; Puts the functions into the shim's table once they exist.
(module
  (import "" "0" (func $0 (param i32 i32) (result i32)))
  (import "" "1" (func $1 (param i32) (result i32)))
  (import "" "2" (func $2 (param i32) (result i32)))
  (import "" "$imports" (table 3 3 funcref))
  (elem (i32.const 0) func $0 $1 $2))
