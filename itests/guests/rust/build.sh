#!/usr/bin/env bash
# Rebuilds ../rust-component.wasm and ../rust-words.wasm from this folder with Debian's Rust:
# apt-get install rustc-web cargo-web rust-web-src clang-19 lld-19 wasi-libc libclang-rt-19-dev-wasm32 nodejs npm
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
source=$(dirname "$(dpkg -L rust-web-src | grep "/library/vendor$")")
libc=$(dirname "$(dpkg -L wasi-libc | grep crt1-command.o)")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$here/http" "$here/words" "$work/"

# Debian's copy of wit-bindgen lacks two files, the allocator that every component exports; optional dependencies are not at hand.
mkdir "$work/vendor"
cp -r "$source"/vendor/* "$work/vendor/"
bindgen=$(echo "$work"/vendor/wit-bindgen-*)
version=$(basename "$bindgen" | sed 's/wit-bindgen-//; s/[.]/_/g')
cat >"$bindgen/src/rt/wit_bindgen_cabi_realloc.rs" <<EOF
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cabi_realloc_wit_bindgen_$version(old: *mut u8, size: usize, align: usize, new: usize) -> *mut u8 {
    unsafe { crate::rt::cabi_realloc(old, size, align, new) }
}
EOF
cat >"$work/realloc.c" <<EOF
extern void *cabi_realloc_wit_bindgen_$version(void *, __SIZE_TYPE__, __SIZE_TYPE__, __SIZE_TYPE__);
__attribute__((__weak__, __export_name__("cabi_realloc")))
void *cabi_realloc(void *old, __SIZE_TYPE__ size, __SIZE_TYPE__ align, __SIZE_TYPE__ new) {
    return cabi_realloc_wit_bindgen_$version(old, size, align, new);
}
EOF
clang-19 --target=wasm32-wasi -O2 -c "$work/realloc.c" -o "$work/wit_bindgen_cabi_realloc.o"
ar crs "$bindgen/src/rt/libwit_bindgen_cabi.a" "$work/wit_bindgen_cabi_realloc.o"
python3 - "$bindgen/Cargo.toml" <<'EOF'
import re, sys
text = open(sys.argv[1]).read()
for name in ('futures', 'once_cell', 'wit-bindgen-rust-macro'):
    text = re.sub(r'\[dependencies\.%s\]\n(?:[^\[\n].*\n|\n)*' % re.escape(name), '', text)
text = re.sub(r'^\s*"(?:dep:(?:futures|once_cell|wit-bindgen-rust-macro)|wit-bindgen-rust-macro/async)",\n', '', text, flags=re.M)
text = text.replace('["dep:wit-bindgen-rust-macro"]', '[]')
open(sys.argv[1], 'w').write(text)
EOF

# build FOLDER CRT OUTPUT
build() {
  mkdir "$work/$1/.cargo"
  cat >"$work/$1/.cargo/config.toml" <<EOF
[source.crates-io]
replace-with = "debian"
[source.debian]
directory = "$work/vendor"
[target.wasm32-wasip1]
linker = "wasm-ld-19"
rustflags = ["-Clinker-flavor=wasm-ld", "-Clink-self-contained=no", "-L$libc", "-Clink-arg=$libc/$2", "-Clink-arg=--strip-debug", "--remap-path-prefix=$work=."]
EOF
  (cd "$work/$1" && RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 /usr/bin/cargo build --offline --quiet --release -Zbuild-std=std,panic_abort --target wasm32-wasip1)
  cp "$work/$1/target/wasm32-wasip1/release/$1.wasm" "$work/$3"
}
build words crt1-command.o words.wasm
build http crt1-reactor.o http.wasm
npm=$here/../../../examples/sdk/component
(cd "$npm" && npm install --silent --no-audit --no-fund --no-package-lock \
  && npx --no-install jco new "$work/words.wasm" --wasi-command -o "$here/../rust-words.wasm" >/dev/null \
  && npx --no-install jco new "$work/http.wasm" --wasi-reactor -o "$here/../rust-component.wasm" >/dev/null)
chmod 644 "$here"/../rust-*.wasm
wc -c "$here"/../rust-*.wasm
