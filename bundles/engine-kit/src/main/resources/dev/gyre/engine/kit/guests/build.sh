#!/bin/sh
# Rebuilds every guest beside its source: wabt for most, binaryen for what wabt does not know. Debian's are too old, npm's are not.
cd "$(dirname "$0")" && PATH="${TOOLS:-node_modules/.bin}:$PATH"
[ -n "$TOOLS" ] || npm install --no-save --silent wabt@1.0.39 binaryen@132.0.0
for f in *.wat; do
  case $f in
    f-function-references.wat | f-gc.wat) wasm-as --all-features "$f" -o "${f%.wat}.wasm" ;;
    *) wat2wasm --enable-exceptions --enable-threads --enable-tail-call --enable-memory64 --enable-multi-memory --enable-extended-const \
      --enable-relaxed-simd --debug-names "$f" -o "${f%.wat}.wasm" ;;
  esac || exit 1
done
