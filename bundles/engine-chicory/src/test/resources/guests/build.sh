#!/bin/sh
# Rebuilds every guest beside its source. Debian's wabt is too old, npm's is not.
cd "$(dirname "$0")" && PATH="${TOOLS:-node_modules/.bin}:$PATH"
[ -n "$TOOLS" ] || npm install --no-save --silent wabt@1.0.39
for f in *.wat; do
  wat2wasm --enable-threads --enable-memory64 --debug-names "$f" -o "${f%.wat}.wasm" || exit 1
done
