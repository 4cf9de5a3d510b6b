// node guest.mjs quickjs MODULE PROGRAM SECONDS | starlingmonkey MODULE N SECONDS
// Prints the result, the CPU time of the first run and the best in µs, and of instantiating and a small call.
import fs from 'node:fs';

const [, , kind, file, argument, seconds] = process.argv;
const module = new WebAssembly.Module(fs.readFileSync(file));
const cpu = () => { const u = process.cpuUsage(); return u.user + u.system; };
let memory;
let out = '';

function instantiate() {
  const imports = {};
  for (const i of WebAssembly.Module.imports(module)) (imports[i.module] ??= {})[i.name] = () => 0;
  if (imports.wasi_snapshot_preview1) imports.wasi_snapshot_preview1.fd_write = (fd, iovs, n, written) => {
    const view = new DataView(memory.buffer);
    let total = 0;
    for (let i = 0; i < n; i++) {
      const length = view.getUint32(iovs + i * 8 + 4, true);
      out += Buffer.from(memory.buffer, view.getUint32(iovs + i * 8, true), length).toString();
      total += length;
    }
    view.setUint32(written, total, true);
    return 0;
  };
  const { exports } = new WebAssembly.Instance(module, imports);
  memory = exports.memory;
  return exports;
}

let run;
let small = 0;
if (kind === 'quickjs') {
  const e = instantiate();
  e['initialize-runtime'](0, 0);
  const put = bytes => {
    const p = e.cabi_realloc(0, 0, 1, bytes.length);
    new Uint8Array(memory.buffer).set(bytes, p);
    return p;
  };
  const source = fs.readFileSync(argument);
  const result = e['compile-src'](put(source), source.length);
  const view = new DataView(memory.buffer);
  const at = view.getUint32(result + 4, true);
  const code = Buffer.from(new Uint8Array(memory.buffer, at, view.getUint32(result + 8, true)).slice());
  run = () => { out = ''; e.invoke(put(code), code.length, 0, 0, 0); return out.trim().replaceAll(' ', '_'); };
} else {
  let e;
  small = Infinity;
  for (let i = 0; i < 20; i++) {
    const start = cpu();
    e = instantiate();
    e.cabi_post_add(e.add(2, 3));
    small = Math.min(small, cpu() - start);
  }
  run = () => { const r = e.work(+argument); e.cabi_post_work(r); return r; };
}
const end = cpu() + seconds * 1e6;
let first = 0;
let best = Infinity;
let result;
do {
  const start = cpu();
  result = run();
  const time = cpu() - start;
  first ||= time;
  best = Math.min(best, time);
} while (cpu() < end);
console.log(`${result} ${first} ${best} ${small}`);
