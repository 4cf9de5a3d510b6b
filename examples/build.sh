#!/bin/sh
# Rebuilds every module of the examples beside its source; --check compares a fresh build with the committed files.
# apt-get install clang-19 lld-19 wasi-libc libclang-rt-19-dev-wasm32 nodejs npm

SDK_DIR=sdk
. "$(dirname "$0")/sdk/toolchain.sh"

# The AssemblyScript compiler comes from npm, at the versions package.json names.
assemblyscript() {
    need npm nodejs npm
    (cd "$ROOT/$2" && npm install --silent --no-audit --no-fund --no-package-lock)
    mkdir -p "$(dirname "$OUT/$1")"
    (cd "$ROOT/$2" && npx --no-install asc wagi.ts --config node_modules/@assemblyscript/wasi-shim/asconfig.json \
        --runtime stub --optimizeLevel 3 --shrinkLevel 2 --exportStart _start --outFile "$OUT/$1")
    echo "$1 $(wc -c <"$OUT/$1") bytes"
}

queue() {
    { cat "$ROOT/queue/app/world.wit"; sed -e 's/^package \(.*\);/package \1 {/' -e '$a }' "$ROOT/queue/plugin/src/main/resources/acme/queue/queue.wit"; } >"$OBJECTS/queue.wit"
    WORLD=$OBJECTS/queue.wit c_component queue/app/queue.wasm queue/app/queue.c
}

key_value() {
    { cat "$ROOT/key-value/world.wit"; sed -e 's/^package \(.*\);/package \1 {/' -e '$a }' "$ROOT/../bundles/host-key-value/src/main/resources/dev/gyre/host/key/value/internal/face/spin-2.wit"; } >"$OBJECTS/key-value.wit"
    WORLD=$OBJECTS/key-value.wit c_component key-value/key_value.wasm key-value/key_value.c
}

build_all() {
    c_spin hello/hello.wasm hello/hello.c
    queue
    key_value
    c_component hello-component/hello.wasm hello-component/hello.c
    c_command wagi-c/wagi.wasm wagi-c/wagi.c
    assemblyscript wagi-as/wagi.wasm wagi-as
    c_spin_2022 static-files/static_files.wasm static-files/static_files.c -DSPIN_LAYOUT_SLOTS
    c_spin mixed/site.wasm mixed/site.c
    c_command mixed/report.wasm mixed/report.c
    c_spin outbound-http/outbound_http.wasm outbound-http/outbound_http.c
    c_spin outbound-redis/outbound_redis.wasm outbound-redis/outbound_redis.c
    c_spin redis-trigger/worker.wasm redis-trigger/worker.c -DSPIN_REDIS
    c_spin plugins/websocket/app/chat.wasm plugins/websocket/app/chat.c -DSPIN_OWN
    c_spin plugins/mqtt/app/thermometer.wasm plugins/mqtt/app/thermometer.c -DSPIN_OWN
}

run_build "$@"
