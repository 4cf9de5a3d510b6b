;; One import of each kind.
(module
  (import "f" "f" (func (param i32 f64) (result i64 f32)))
  (import "f" "again" (func))
  (import "m" "m" (memory 1 2))
  (import "t" "t" (table 1 funcref))
  (import "g" "g" (global (mut i64))))
