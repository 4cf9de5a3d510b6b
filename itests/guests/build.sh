#!/bin/sh
# Rebuilds every guest of the end-to-end tests in this folder; --check compares a fresh build with the committed files.
# apt-get install clang-19 lld-19 wasi-libc libclang-rt-19-dev-wasm32 wabt python3 nodejs npm

SDK_DIR=../../examples/sdk
EXAMPLES=../../examples
. "$(dirname "$0")/../../examples/sdk/toolchain.sh"

misbehave() {
    run=$(compile misbehave_run.c)
    reply=$(compile misbehave_reply.c)
    program=$(compile misbehave.c)
    sdk=$(compile "$SDK/spin.c")
    link misbehave.wasm -mexec-model=reactor "$program" "$run" "$reply" "$sdk"
}

huge() {
    need python3 python3
    need wat2wasm wabt
    python3 "$ROOT/huge.py" >"$OBJECTS/huge.wat"
    wat2wasm "$OBJECTS/huge.wat" -o "$OUT/huge.wasm"
    echo "huge.wasm $(wc -c <"$OUT/huge.wasm") bytes"
}

# command_component OUTPUT PROGRAM: the same program as a component, jco's adapter of preview 1 around it.
command_component() {
    (cd "$SDK/component" && npx --no-install jco new "$OUT/$2" --wasi-command -o "$OUT/$1" >/dev/null)
    chmod 644 "$OUT/$1"
    echo "$1 $(wc -c <"$OUT/$1") bytes"
}

# A component of the worlds of Spin 2 and of WASI's key-value stores, whose WIT is that of the host bundles.
stores() {
    HOSTS=$ROOT/../../bundles
    {
        printf 'package gyre:stores;\nworld stores {\n'
        sed -n 's/^    //p' "$SDK/component/world.wit" | sed 's/^/    /'
        for interface in fermyon:spin/key-value fermyon:spin/key-value@2.0.0 wasi:keyvalue/store@0.2.0-draft2 wasi:keyvalue/batch@0.2.0-draft2 \
            wasi:keyvalue/atomics@0.2.0-draft2 fermyon:spin/sqlite@2.0.0 spin:sqlite/sqlite@3.1.0 fermyon:spin/redis fermyon:spin/redis@2.0.0; do
            echo "    import $interface;"
        done
        echo '}'
        wit_of 'fermyon:spin' spin.wit
        wit_of 'fermyon:spin@2.0.0' spin-2.wit
        wit_of 'spin:sqlite@3.1.0' spin-3.wit
        wit_of 'wasi:keyvalue@0.2.0-draft2' wasi.wit
    } >"$OBJECTS/stores.wit"
    WORLD=$OBJECTS/stores.wit c_component stores.wasm stores.c
}

# wit_of PACKAGE FILE: what the host bundles have of a package, as one.
wit_of() {
    echo "package $1 {"
    cat "$HOSTS"/host-key-value/src/main/resources/dev/gyre/host/key/value/internal/face/"$2" "$HOSTS"/host-sqlite/src/main/resources/dev/gyre/host/sqlite/internal/face/"$2" \
        "$HOSTS"/host-redis/src/main/resources/dev/gyre/host/redis/internal/face/"$2" 2>/dev/null | sed '/^package /d' || true
    echo '}'
}

# Requests that go out, through the world that has them.
forward() {
    WORLD=$ROOT/forward.wit c_component forward.wasm forward.c
}

# A component and what it depends on, which are put together when they are deployed.
compose() {
    WORLD=$(world sums) c_component compose-sums.wasm compose_sums.c
    WORLD=$(world math) c_component_of compose-math.wasm 0.2.0 "$(compile compose_math.c)"
    WORLD=$(world settings) c_component_of compose-settings.wasm 0.2.0 "$(compile compose_settings.c)"
}

# Core modules with the ABI of components, as SDKs left them before they made components.
typed() {
    c_typed_of typed-2023-10-18.wasm 0.2.0-rc-2023-10-18 "$(compile http_2023_10_18.c -Wno-unused-parameter)"
    WORLD=$ROOT/typed.wit c_typed_of typed-0.2.wasm 0.2.0 "$(compile typed.c -fno-builtin)" "$(compile "$SDK/wasi_http.c" -fno-builtin)"
}

# world NAME: prints a file with that world of compose.wit alone, as jco takes no name.
world() {
    awk -v wanted="$1" '/^world / { skip = $2 != wanted } !skip { print } /^}/ { skip = 0 }' "$ROOT/compose.wit" >"$OBJECTS/$1.wit"
    echo "$OBJECTS/$1.wit"
}

build_all() {
    c_spin_2022 echo-g0.wasm echo.c -DSPIN_LAYOUT_SLOTS -DSPIN_EXPORT_HANDLER
    c_spin_2022 echo-g1.wasm echo.c -DSPIN_LAYOUT_SLOTS
    c_spin echo-g2.wasm echo.c

    # The examples' programs in the other layout.
    c_spin outbound-http-g1.wasm "$EXAMPLES/outbound-http/outbound_http.c" -DSPIN_LAYOUT_SLOTS
    c_spin outbound-redis-g1.wasm "$EXAMPLES/outbound-redis/outbound_redis.c" -DSPIN_LAYOUT_SLOTS
    c_spin site-g1.wasm "$EXAMPLES/mixed/site.c" -DSPIN_LAYOUT_SLOTS
    c_spin static-files-g2.wasm "$EXAMPLES/static-files/static_files.c"
    c_spin redis-all.wasm redis_all.c
    c_spin keep-http.wasm keep.c
    c_spin keep-redis.wasm keep.c -DSPIN_REDIS
    c_spin keep-timer.wasm keep.c '-DSPIN_TEXT="handle-timer-request"'
    c_command run-program.wasm run_program.c
    c_component http-component.wasm http_component.c
    c_component http-2023-11-10.wasm "$EXAMPLES/hello-component/hello.c" 0.2.0-rc-2023-11-10
    c_component_of http-2023-10-18.wasm 0.2.0-rc-2023-10-18 "$(compile http_2023_10_18.c -Wno-unused-parameter)"
    WORLD=$ROOT/sockets.wit WORLD_NAME=sockets c_component sockets-component.wasm sockets_component.c
    command_component run-component.wasm run-program.wasm
    stores
    forward
    compose
    typed
    WORLD=$ROOT/whole.wit c_component whole.wasm whole.c
    c_spin experimental-http.wasm experimental_http.c -DSPIN_LAYOUT_SLOTS

    misbehave
    c_bare bad-return.wasm bad_return.c
    for way in traps beyond edge loops same unaligned; do
        c_bare "realloc-$way.wasm" bad_return.c "-DREALLOC_$(echo $way | tr a-z A-Z)"
    done

    c_spin smuggle.wasm smuggle.c
    c_command wagi-smuggle.wasm smuggle.c -DWAGI

    c_command wagi-misbehave.wasm wagi_misbehave.c
    command_component wagi-misbehave-component.wasm wagi-misbehave.wasm
    c_command wagi-env.wasm wagi_env.c
    command_component wagi-env-component.wasm wagi-env.wasm
    c_command wagi-fs.wasm wagi_fs.c
    c_bare wagi-unstable.wasm wagi_unstable.c

    for source in "$ROOT"/*.wat; do
        name=$(basename "$source" .wat)
        wat "$(echo "$name" | tr _ -).wasm" "$name.wat"
    done
    huge

    # A component, not a core module: the header alone is a valid, empty one.
    printf '\000asm\015\000\001\000' >"$OUT/component.wasm"
    # Core modules that are none: cut short, and of a version that does not exist.
    head -c 1000 "$OUT/echo-g2.wasm" >"$OUT/truncated.wasm"
    printf '\000asm\002\000\000\000' >"$OUT/version-2.wasm"
}

run_build "$@"
