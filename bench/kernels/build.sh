#!/bin/sh
# Rebuilds the modules beside it. Debian: clang-19, lld-19, wasi-libc, libclang-rt-19-dev-wasm32.
set -eu
cd "$(dirname "$0")"
cc="clang-19 --target=wasm32-wasi -O2 -fno-vectorize -fno-slp-vectorize --ld-path=$(command -v wasm-ld-19)"
for k in sha256 json matmul sort regex mandel fib; do
  $cc -mexec-model=reactor -Wl,-z,stack-size=65536 -o $k.wasm $k.c
done
$cc -mexec-model=reactor -Wl,-z,stack-size=1048576 -o hello.wasm hello.c
$cc -nostdlib -Wl,--no-entry -Wl,-z,stack-size=4096 -o small.wasm small.c
