;; handle-websocket-message(kind, data) -> option<message>: gives the message back; nothing for an empty one. "!" traps, "?" takes for ever.
;; wat2wasm echo.wat
(module
  (memory (export "memory") 64)
  (global $free (mut i32) (i32.const 1024))
  ;; memory for what the host passes in; never given back, as an instance serves one event
  (func (export "canonical_abi_realloc") (param $old i32) (param $old_size i32) (param $align i32) (param $size i32) (result i32)
    (local $at i32)
    (local.set $at (i32.and (i32.add (global.get $free) (i32.const 7)) (i32.const -8)))
    (global.set $free (i32.add (local.get $at) (local.get $size)))
    (local.get $at))
  (func (export "handle-websocket-message") (param $kind i32) (param $data i32) (param $len i32) (result i32)
    (if (i32.eqz (local.get $len)) (then (return (i32.const 0))))
    (if (i32.eq (i32.load8_u (local.get $data)) (i32.const 33)) (then (unreachable)))
    (if (i32.eq (i32.load8_u (local.get $data)) (i32.const 63)) (then (loop $ever (br $ever))))
    ;; some, kind, pointer and length
    (i32.store8 (i32.const 0) (i32.const 1))
    (i32.store8 (i32.const 4) (local.get $kind))
    (i32.store (i32.const 8) (local.get $data))
    (i32.store (i32.const 12) (local.get $len))
    (i32.const 0)))
