;; what-time() -> i64: what the host says.
;; wat2wasm hello.wat
(module
  (import "acme:clock" "now" (func $now (result i64)))
  (func (export "what-time") (result i64) (call $now)))
