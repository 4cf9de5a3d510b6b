// node instance.mjs MODULE SECONDS: best CPU time in µs of instantiate, call and drop, in batches
import fs from 'node:fs';

const [, , file, seconds] = process.argv;
const module = new WebAssembly.Module(fs.readFileSync(file));
const imports = {};
for (const i of WebAssembly.Module.imports(module)) (imports[i.module] ??= {})[i.name] = () => 0;
const request = Buffer.from('GET /hello/world/abc');
const cpu = () => { const u = process.cpuUsage(); return u.user + u.system; };
const BATCH = 100;

function once() {
  const e = new WebAssembly.Instance(module, imports).exports;
  if (e.add) return e.add(1, 2);
  e._initialize();
  const p = e.alloc(request.length);
  new Uint8Array(e.memory.buffer).set(request, p);
  const length = e.handle(p, request.length);
  return Buffer.from(new Uint8Array(e.memory.buffer, e.result(), length)).length;
}

const end = cpu() + seconds * 1e6;
let best = Infinity;
let result;
do {
  const start = cpu();
  for (let i = 0; i < BATCH; i++) result = once();
  best = Math.min(best, (cpu() - start) / BATCH);
} while (cpu() < end);
console.log(`${result} ${best}`);
