;; Asks for the largest memory there is at once.
(module
  (memory (export "memory") 65536)
  (func (export "_start")))
