#!/bin/sh
# Rebuilds the guests of these tests in this folder; --check compares a fresh build with the committed files.
# apt-get install clang-19 lld-19 wasi-libc libclang-rt-19-dev-wasm32 nodejs npm

SDK_DIR=../../../../../../examples/sdk
. "$(dirname "$0")/../../../../../../examples/sdk/toolchain.sh"

# The world of a component that handles messages.
component() {
    cat >"$OBJECTS/redis.wit" <<'WIT'
package gyre:worker;
world worker {
    import wasi:io/streams@0.2.0;
    import wasi:cli/stdout@0.2.0;
    export fermyon:spin/inbound-redis;
}
package fermyon:spin {
    interface inbound-redis {
        enum error { success, error }
        handle-message: func(message: list<u8>) -> result<_, error>;
    }
}
WIT
    WORLD=$OBJECTS/redis.wit WORLD_NAME=worker c_component_of worker-component.wasm 0.2.0 "$(compile worker_component.c -fno-builtin)"
}

build_all() {
    c_spin_2022 worker-slots.wasm worker.c -DSPIN_REDIS -DSPIN_LAYOUT_SLOTS
    c_spin worker-packed.wasm worker.c -DSPIN_REDIS
    component
}

run_build "$@"
