"""Writes the text of a Spin module with one giant function: python3 huge.py >huge.wat

Its body is a straight run of thousands of steps, then a loop around a br_table with hundreds of arms. As JVM
bytecode it is well over 64 KB, the limit of one method. The response's body is the result as eight hex digits; a
value waits on the operand stack all through the run, and locals live across both parts.
"""
import random

STEPS, ARMS, TURNS = 4800, 300, 2000
pick = random.Random(2022)
LOCALS = ["$a", "$b", "$c", "$d"]


def step():
    x, y, z = (pick.choice(LOCALS) for _ in range(3))
    k = pick.randrange(1, 1 << 13)
    value = pick.choice([
        f"(i32.add (local.get {y}) (i32.mul (local.get {z}) (i32.const {k | 1})))",
        f"(i32.xor (local.get {y}) (i32.rotl (local.get {z}) (i32.const {k % 31 + 1})))",
        f"(i32.sub (i32.popcnt (local.get {y})) (local.get {z}))",
        f"(i32.add (i32.load offset={k & ~3} (i32.and (local.get {y}) (i32.const 1020))) (local.get {z}))",
        f"(i32.rem_u (local.get {y}) (i32.or (local.get {z}) (i32.const {k | 1})))",
        f"(select (local.get {y}) (i32.const {k}) (i32.lt_s (local.get {z}) (local.get {x})))",
        f"(i32.wrap_i64 (i64.shr_u (local.get $wide) (i64.const {k % 33})))",
    ])
    return pick.choice([
        f"(local.set {x} {value})",
        f"(local.set {x} {value})",
        f"(i32.store offset={k & ~3} (i32.and (local.get {x}) (i32.const 1020)) {value})",
        f"(local.set $wide (i64.add (i64.rotl (local.get $wide) (i64.const 7)) (i64.extend_i32_u {value})))",
        f"(if (i32.and (local.get {x}) (i32.const {k})) (then (local.set {y} {value})))",
    ])


print(f""";; Made by huge.py.
(module
  (memory (export "memory") 2)
  (global $heap (mut i32) (i32.const 65536))
  (func (export "canonical_abi_realloc") (param i32 i32) (param $align i32) (param $size i32) (result i32)
    (local $at i32)
    (local.set $at (i32.and (i32.add (global.get $heap) (i32.const 15)) (i32.const -16)))
    (global.set $heap (i32.add (local.get $at) (local.get $size)))
    (local.get $at))
  (func (export "canonical_abi_free") (param i32 i32 i32))
  (func $giant (export "giant") (param $a i32) (result i32)
    (local $b i32) (local $c i32) (local $d i32) (local $turn i32) (local $wide i64)
    (local.get $a)""")
for _ in range(STEPS):
    print("    " + step())
print("    (loop $next")
for arm in range(ARMS):
    print(f"      (block $arm{arm}")
print("      (br_table " + " ".join(f"$arm{arm}" for arm in range(ARMS))
      + f" (i32.rem_u (i32.xor (local.get $a) (local.get $turn)) (i32.const {ARMS})))")
for arm in reversed(range(ARMS)):
    print(f"      ) {step()} {step()}")
    if arm % 3 == 0:
        print(f"      (local.set $turn (i32.add (local.get $turn) (i32.const 1)))"
              f" (br_if $next (i32.lt_u (local.get $turn) (i32.const {TURNS})))")
print("""      (local.set $turn (i32.add (local.get $turn) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $turn) (i32.const %d))))
    (i32.add (i32.xor (local.get $a) (local.get $b)))
    (i32.xor (i32.add (local.get $c) (local.get $d)))
    (i32.xor (i32.wrap_i64 (local.get $wide))))
  (func (export "handle-http-request") (param i32 i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i32)
    (local $value i32) (local $digit i32) (local $at i32)
    (local.set $value (call $giant (i32.const 1)))
    (local.set $at (i32.const 40))
    (loop $more
      (local.set $digit (i32.shr_u (local.get $value) (i32.const 28)))
      (local.set $value (i32.shl (local.get $value) (i32.const 4)))
      (i32.store8 offset=20000 (local.get $at)
        (i32.add (local.get $digit)
          (select (i32.const 87) (i32.const 48) (i32.gt_u (local.get $digit) (i32.const 9)))))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br_if $more (i32.lt_u (local.get $at) (i32.const 48))))
    (i32.store16 (i32.const 20000) (i32.const 200))
    (i32.store8 (i32.const 20004) (i32.const 0))
    (i32.store8 (i32.const 20016) (i32.const 1))
    (i32.store (i32.const 20020) (i32.const 20040))
    (i32.store (i32.const 20024) (i32.const 8))
    (i32.const 20000)))""" % TURNS)
