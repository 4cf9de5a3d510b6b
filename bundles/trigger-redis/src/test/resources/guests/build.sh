#!/bin/sh
# Rebuilds the guests of these tests in this folder; --check compares a fresh build with the committed files.
# apt-get install clang-19 lld-19 wasi-libc libclang-rt-19-dev-wasm32

SDK_DIR=../../../../../../examples/sdk
. "$(dirname "$0")/../../../../../../examples/sdk/toolchain.sh"

build_all() {
    c_spin_2022 worker-slots.wasm worker.c -DSPIN_REDIS -DSPIN_LAYOUT_SLOTS
    c_spin worker-packed.wasm worker.c -DSPIN_REDIS
}

run_build "$@"
