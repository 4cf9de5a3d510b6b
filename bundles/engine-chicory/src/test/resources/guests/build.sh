#!/bin/sh
# Rebuilds every guest beside its source: sh build.sh (wabt, names kept).
cd "$(dirname "$0")" && for f in *.wat; do wat2wasm --enable-all --debug-names "$f" -o "${f%.wat}.wasm" || exit 1; done
