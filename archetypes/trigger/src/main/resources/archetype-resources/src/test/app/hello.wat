;; handle-timer-request(msg: string) -> string: writes the message to standard output and gives it back.
;; wat2wasm hello.wat
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (global $free (mut i32) (i32.const 1024))
  ;; memory for what the host passes in; never given back, as an instance serves one event
  (func (export "canonical_abi_realloc") (param $old i32) (param $old_size i32) (param $align i32) (param $size i32) (result i32)
    (local $at i32)
    (local.set $at (i32.and (i32.add (global.get $free) (i32.const 7)) (i32.const -8)))
    (global.set $free (i32.add (local.get $at) (local.get $size)))
    (local.get $at))
  (func (export "handle-timer-request") (param $msg i32) (param $len i32) (result i32)
    ;; two pieces to write: the message, and the line's end
    (i32.store (i32.const 0) (local.get $msg))
    (i32.store (i32.const 4) (local.get $len))
    (i32.store (i32.const 8) (i32.const 32))
    (i32.store (i32.const 12) (i32.const 1))
    (i32.store8 (i32.const 32) (i32.const 10))
    (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 2) (i32.const 40)))
    ;; the result: pointer and length
    (i32.const 0)))
