#!/bin/sh
# Builds the C guests beside it. Needs clang-19, lld-19, wasi-libc and libclang-rt-19-dev-wasm32 of Debian.
cd "$(dirname "$0")" || exit 1
for guest in files stdio readonly; do
    clang-19 --target=wasm32-wasi --sysroot=/usr -O1 -Wl,--strip-all -o $guest.wasm $guest.c
done
