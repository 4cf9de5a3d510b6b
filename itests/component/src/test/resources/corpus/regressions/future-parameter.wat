;; Was refused with an exception of the JDK's.
(component
  (core module $m (func (export "f") (param i32)))
  (core instance $i (instantiate $m))
  (func (export "f") (param "x" (future u8)) (canon lift (core func $i "f"))))
