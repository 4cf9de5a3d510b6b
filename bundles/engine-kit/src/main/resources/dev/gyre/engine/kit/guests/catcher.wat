;; Catches what f-exceptions.wat throws.
(module
  (import "e" "tag" (tag $e (param i32)))
  (import "e" "throw" (func $throw (param i32)))
  (func (export "run") (param i32) (result i32)
    (block $caught (result i32)
      (try_table (catch $e $caught) (call $throw (local.get 0)))
      (i32.const -1))))
