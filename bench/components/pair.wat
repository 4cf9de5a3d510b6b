;; A component whose code calls another component's with values of several kinds, as often as it is told. component.mjs makes pair.wasm of it.
(component
  (core module $Memory
    (memory (export "memory") 1)
    (global $next (mut i32) (i32.const 4096))
    (func (export "reset") (param i32) (global.set $next (i32.const 4096)))
    (func (export "realloc") (param i32 i32 i32 i32) (result i32)
      (local $p i32)
      (local.set $p (i32.and (i32.add (global.get $next) (i32.sub (local.get 2) (i32.const 1))) (i32.sub (i32.const 0) (local.get 2))))
      (global.set $next (i32.add (local.get $p) (local.get 3)))
      (local.get $p)))

  (component $Callee
    (alias outer 1 $Memory (core module $Memory'))
    (core instance $memory (instantiate $Memory'))
    (core module $Code
      (import "memory" "memory" (memory 1))
      ;; what is given
      (func (export "echo") (param i32 i32) (result i32)
        (i32.store (i32.const 16) (local.get 0))
        (i32.store (i32.const 20) (local.get 1))
        (i32.const 16))
      ;; the sums of two parts
      (func (export "sum") (param $at i32) (param $n i32) (result i32)
        (local $x i32) (local $y f64)
        (block $end
          (loop $next
            (br_if $end (i32.eqz (local.get $n)))
            (local.set $x (i32.add (local.get $x) (i32.load (local.get $at))))
            (local.set $y (f64.add (local.get $y) (f64.load offset=8 (local.get $at))))
            (local.set $at (i32.add (local.get $at) (i32.const 16)))
            (local.set $n (i32.sub (local.get $n) (i32.const 1)))
            (br $next)))
        (i32.store (i32.const 16) (local.get $x))
        (f64.store (i32.const 24) (local.get $y))
        (i32.const 16))
      (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1))))
    (core instance $code (instantiate $Code (with "memory" (instance $memory))))
    (alias core export $memory "memory" (core memory $m))
    (alias core export $memory "realloc" (core func $realloc))
    (alias core export $memory "reset" (core func $reset))
    (alias core export $code "echo" (core func $echo))
    (alias core export $code "sum" (core func $sum))
    (alias core export $code "add" (core func $add))
    (type $point' (record (field "x" s32) (field "y" f64)))
    (export $point "point" (type $point'))
    (func (export "echo") (param "s" string) (result string)
      (canon lift (core func $echo) (memory $m) (realloc $realloc) (post-return $reset)))
    (func (export "sum") (param "points" (list $point)) (result (tuple s32 f64))
      (canon lift (core func $sum) (memory $m) (realloc $realloc) (post-return $reset)))
    (func (export "add") (param "a" u32) (param "b" u32) (result u32) (canon lift (core func $add))))
  (instance $callee (instantiate $Callee))

  (core instance $memory (instantiate $Memory))
  (alias core export $memory "memory" (core memory $m))
  (alias core export $memory "realloc" (core func $realloc))
  (core func $echo (canon lower (func $callee "echo") (memory $m) (realloc $realloc)))
  (core func $sum (canon lower (func $callee "sum") (memory $m)))
  (core func $add (canon lower (func $callee "add")))
  (core module $Code
    (import "memory" "memory" (memory 1))
    (import "memory" "reset" (func $reset (param i32)))
    (import "callee" "echo" (func $echo (param i32 i32 i32)))
    (import "callee" "sum" (func $sum (param i32 i32 i32)))
    (import "callee" "add" (func $add (param i32 i32) (result i32)))
    (data (i32.const 256) "the quick brown fox jumps over the lazy dog, and then once more over the other dog; that is enough.")
    (func (export "strings") (param $n i32)
      (block $end
        (loop $next
          (br_if $end (i32.eqz (local.get $n)))
          (call $reset (i32.const 0))
          (call $echo (i32.const 256) (i32.const 99) (i32.const 64))
          (local.set $n (i32.sub (local.get $n) (i32.const 1)))
          (br $next))))
    ;; 100 records of whatever is in memory
    (func (export "records") (param $n i32)
      (block $end
        (loop $next
          (br_if $end (i32.eqz (local.get $n)))
          (call $sum (i32.const 1024) (i32.const 100) (i32.const 64))
          (local.set $n (i32.sub (local.get $n) (i32.const 1)))
          (br $next))))
    (func (export "numbers") (param $n i32)
      (block $end
        (loop $next
          (br_if $end (i32.eqz (local.get $n)))
          (drop (call $add (local.get $n) (i32.const 1)))
          (local.set $n (i32.sub (local.get $n) (i32.const 1)))
          (br $next)))))
  (core instance $code (instantiate $Code
    (with "memory" (instance $memory))
    (with "callee" (instance (export "echo" (func $echo)) (export "sum" (func $sum)) (export "add" (func $add))))))
  (func (export "strings") (param "n" u32) (canon lift (core func $code "strings")))
  (func (export "records") (param "n" u32) (canon lift (core func $code "records")))
  (func (export "numbers") (param "n" u32) (canon lift (core func $code "numbers"))))
