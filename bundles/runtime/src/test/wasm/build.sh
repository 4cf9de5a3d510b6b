#!/bin/sh
# Builds the modules of this folder from their sources with wabt's wat2wasm.
set -e
cd "$(dirname "$0")"
for source in *.wat; do
    wat2wasm --debug-names "$source" -o "${source%.wat}.wasm"
done
