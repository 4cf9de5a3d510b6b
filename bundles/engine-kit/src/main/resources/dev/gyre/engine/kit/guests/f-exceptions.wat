;; Exceptions: thrown and caught inside, thrown out of the module.
(module
  (tag $e (export "tag") (param i32))
  (func $throw (export "throw") (param i32) (throw $e (local.get 0)))
  (func (export "run") (result i32)
    (block $caught (result i32)
      (try_table (catch $e $caught) (call $throw (i32.const 13)))
      (i32.const -1))))
