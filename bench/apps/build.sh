#!/bin/sh
# Rebuilds the modules of the benchmarks; --check compares a fresh build with the committed files.
# apt-get install clang-19 lld-19 wasi-libc libclang-rt-19-dev-wasm32

SDK_DIR=../../examples/sdk
. "$(dirname "$0")/../../examples/sdk/toolchain.sh"

build_all() {
    c_command hello/wagi_hello.wasm hello/wagi_hello.c
}

run_build "$@"
