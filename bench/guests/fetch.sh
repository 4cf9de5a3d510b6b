#!/bin/sh
# fetch.sh FOLDER: makes quickjs.wasm and starlingmonkey.wasm there from npm packages, unless they are there.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
cd "$1"
[ -f quickjs.wasm ] && [ -f starlingmonkey.wasm ] && exit 0
echo '{"private": true}' > package.json
npm install --silent --no-audit --no-fund @chainlink/cre-sdk-javy-plugin@1.7.0 @bytecodealliance/jco@1.17.6 @bytecodealliance/componentize-js@0.19.3
npx jco componentize "$here/work.js" --wit "$here/work.wit" --world-name work --disable all -o work.wasm >/dev/null
npx jco transpile work.wasm --no-typescript -o work >/dev/null
mv work/work.core.wasm starlingmonkey.wasm
cp node_modules/@chainlink/cre-sdk-javy-plugin/dist/javy-chainlink-sdk.plugin.wasm quickjs.wasm
