# Shell functions that build guests; sourced by examples/build.sh and itests/guests/build.sh.
#
# Debian packages: clang-19 lld-19 wasi-libc libclang-rt-19-dev-wasm32 (C), wabt (.wat), nodejs and npm (AssemblyScript, components).
#
# A build goes to $OUT, a folder shaped like the sources. Compiling and linking are two steps on purpose: given -O at
# the link step, clang runs whatever wasm-opt is on the PATH, and the result would depend on the machine.

set -eu
LC_ALL=C
export LC_ALL

ROOT=$(cd "$(dirname "$0")" && pwd)
SDK=$(cd "$ROOT/$SDK_DIR" && pwd)
OUT=$ROOT
OBJECTS=$(mktemp -d)
trap 'rm -rf "$OBJECTS"' EXIT
CLANG=${CLANG:-clang-19}

# need COMMAND PACKAGES...: stop with what to install when COMMAND is missing.
need() {
    command -v "$1" >/dev/null && return
    command=$1
    shift
    echo "$0: $command not found; install it with: apt-get install $*" >&2
    exit 1
}

# compile SOURCE OPTION...: prints the object file.
compile() {
    need "$CLANG" clang-19 lld-19 wasi-libc libclang-rt-19-dev-wasm32
    object=$(mktemp "$OBJECTS/XXXXXX")
    source=$1
    shift
    (cd "$ROOT" && "$CLANG" --target=wasm32-wasi --sysroot=/usr -std=gnu11 -Os -Wall -Wextra -Werror \
        -I "$SDK" "$@" -c "$source" -o "$object")
    echo "$object"
}

# link OUTPUT OPTION... OBJECT...: function names stay in, a host's back-traces show them.
link() {
    mkdir -p "$(dirname "$OUT/$1")"
    output=$1
    shift
    "$CLANG" --target=wasm32-wasi --sysroot=/usr -Wl,--strip-debug "$@" -o "$OUT/$output"
    chmod 644 "$OUT/$output"
    echo "$output $(wc -c <"$OUT/$output") bytes"
}

# c_spin OUTPUT SOURCE OPTION...: a Spin module, linked with the SDK. Its export _initialize runs first.
c_spin() {
    output=$1
    source=$2
    shift 2
    program=$(compile "$source" "$@")
    sdk=$(compile "$SDK/spin.c" "$@")
    link "$output" -mexec-model=reactor "$program" "$sdk"
}

# c_spin_2022: the same as toolchains of early 2022 made it: without _initialize, every export runs the constructors.
c_spin_2022() {
    output=$1
    source=$2
    shift 2
    program=$(compile "$source" "$@")
    sdk=$(compile "$SDK/spin.c" "$@")
    link "$output" -nostartfiles -Wl,--no-entry "$program" "$sdk"
}

# c_command OUTPUT SOURCE OPTION...: a program with _start.
c_command() {
    output=$1
    source=$2
    shift 2
    program=$(compile "$source" "$@")
    link "$output" "$program"
}

# c_bare OUTPUT SOURCE OPTION...: no C library, only what the source exports.
c_bare() {
    output=$1
    source=$2
    shift 2
    program=$(compile "$source" "$@")
    link "$output" -nostdlib -Wl,--no-entry "$program"
}

# c_component OUTPUT SOURCE [VERSION]: a component of the world in component/world.wit for that version of WASI, 0.2.0 unless it says
# another, by jco at the version component/package.json names.
c_component() {
    need npm nodejs npm
    program=$(compile "$2" -fno-builtin "-DWASI=\"@${3:-0.2.0}\"")
    sdk=$(compile "$SDK/wasi_http.c" -fno-builtin "-DWASI=\"@${3:-0.2.0}\"")
    c_component_of "$1" "${3:-0.2.0}" "$program" "$sdk"
}

# c_component_of OUTPUT VERSION OBJECT...
c_component_of() {
    output=$1
    embed "$OBJECTS/embedded.wasm" "$2" "$@"
    mkdir -p "$(dirname "$OUT/$output")"
    (cd "$SDK/component" && npx --no-install jco new "$OBJECTS/embedded.wasm" -o "$OUT/$output" >/dev/null)
    chmod 644 "$OUT/$output"
    echo "$output $(wc -c <"$OUT/$output") bytes"
}

# c_typed_of OUTPUT VERSION OBJECT...: the core module that c_component_of would make a component of.
c_typed_of() {
    mkdir -p "$(dirname "$OUT/$1")"
    embed "$OUT/$1" "$2" "$@"
    chmod 644 "$OUT/$1"
    echo "$1 $(wc -c <"$OUT/$1") bytes"
}

# embed FILE VERSION OUTPUT VERSION OBJECT...: a module that says what it is in terms of the component model.
embed() {
    embedded=$1
    version=$2
    shift 4
    "$CLANG" --target=wasm32-wasi --sysroot=/usr -Wl,--strip-debug -nostdlib -Wl,--no-entry "$@" -o "$OBJECTS/core.wasm"
    # WORLD is another file of WIT with one world, and what that needs but WASI.
    wasi="$SDK/../../bundles/component/src/main/resources/dev/gyre/component/wit/wasi-${version%.0}.wit"
    { cat "${WORLD:-$SDK/component/world.wit}" "$wasi"; } | sed "/draft/!s/@0\.2\.[0-9][-0-9a-z]*/@$version/g" >"$OBJECTS/world.wit"
    (cd "$SDK/component" && npm install --silent --no-audit --no-fund --no-package-lock \
        && npx --no-install jco embed "$OBJECTS/core.wasm" --wit "$OBJECTS/world.wit" -o "$embedded" >/dev/null)
}

# wat OUTPUT SOURCE
wat() {
    need wat2wasm wabt
    mkdir -p "$(dirname "$OUT/$1")"
    wat2wasm "$ROOT/$2" -o "$OUT/$1"
    echo "$1 $(wc -c <"$OUT/$1") bytes"
}

# run_build ARGUMENT...: calls build_all; with --check into a scratch folder, then names every file that differs.
run_build() {
    case "${1:-}" in
    "") build_all ;;
    --check)
        OUT=$(mktemp -d)
        trap 'rm -rf "$OBJECTS" "$OUT"' EXIT
        build_all
        differing=0
        for built in $(cd "$OUT" && find . -name '*.wasm' | sort); do
            cmp -s "$OUT/$built" "$ROOT/$built" || {
                echo "differs: $built" >&2
                differing=1
            }
        done
        return $differing
        ;;
    *)
        echo "usage: $0 [--check]" >&2
        exit 2
        ;;
    esac
}
