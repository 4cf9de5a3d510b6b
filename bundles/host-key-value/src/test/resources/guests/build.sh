#!/bin/sh
# Rebuilds the guest of these tests in this folder; --check compares a fresh build with the committed file.
# apt-get install clang-19 lld-19 wasi-libc libclang-rt-19-dev-wasm32

SDK_DIR=../../../../../../examples/sdk
. "$(dirname "$0")/../../../../../../examples/sdk/toolchain.sh"

build_all() {
    c_bare key-value.wasm key_value.c
}

run_build "$@"
