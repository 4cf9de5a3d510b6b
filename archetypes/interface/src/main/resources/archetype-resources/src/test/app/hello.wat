;; A component that asks its host: what-time() -> u64, and offset(of-nowhere: bool) -> s32, Tokyo's or -1 for an error.
;; npx @bytecodealliance/jco parse hello.wat -o hello.wasm
(component
  (import "acme:clock/wall@1.0.0" (instance $wall
    (type $problem (enum "no-such-zone"))
    (export "problem" (type $exported (eq $problem)))
    (export "now" (func (result u64)))
    (export "offset" (func (param "zone" string) (result (result s32 (error $exported)))))))
  (core module $memory
    (memory (export "memory") 1)
    (data (i32.const 16) "Asia/Tokyo")
    (data (i32.const 32) "Nowhere"))
  (core instance $memory (instantiate $memory))
  (core func $now (canon lower (func $wall "now")))
  (core func $offset (canon lower (func $wall "offset") (memory $memory "memory") string-encoding=utf8))
  (core module $program
    (import "wall" "now" (func $now (result i64)))
    (import "wall" "offset" (func $offset (param i32 i32 i32)))
    (import "memory" "memory" (memory 1))
    (func (export "what-time") (result i64) (call $now))
    (func (export "offset") (param $nowhere i32) (result i32)
      (if (local.get $nowhere)
        (then (call $offset (i32.const 32) (i32.const 7) (i32.const 0)))
        (else (call $offset (i32.const 16) (i32.const 10) (i32.const 0))))
      ;; the result in memory: which case it is, and its value
      (select (i32.const -1) (i32.load (i32.const 4)) (i32.load8_u (i32.const 0)))))
  (core instance $program (instantiate $program
    (with "wall" (instance (export "now" (func $now)) (export "offset" (func $offset))))
    (with "memory" (instance $memory))))
  (func (export "what-time") (result u64) (canon lift (core func $program "what-time")))
  (func (export "offset") (param "of-nowhere" bool) (result s32) (canon lift (core func $program "offset"))))
