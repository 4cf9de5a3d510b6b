;; Valid, but its data segment does not fit into its memory: instantiation traps.
(module
  (memory (export "memory") 1)
  (data (i32.const 65535) "too long")
  (func (export "_start")))
