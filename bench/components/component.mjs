// Makes the components of this folder: npm install @bytecodealliance/jco@1.35.0 && node component.mjs
import { parse } from '@bytecodealliance/jco';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const here = new URL('.', import.meta.url);
for (const file of readdirSync(here).filter(f => f.endsWith('.wat'))) {
  writeFileSync(new URL(file.replace(/\.wat$/, '.wasm'), here), await parse(readFileSync(new URL(file, here), 'utf8')));
}
