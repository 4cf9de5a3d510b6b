// node instance.mjs ROOT small|hello|component SECONDS: instantiate, call and drop; prints the result, and the process's CPU time for
// each in µs in the best half second
import fs from 'node:fs';

const [, , root, guest, seconds] = process.argv;
const compile = file => new WebAssembly.Module(fs.readFileSync(`${root}/${file}`));
const instantiate = (module, imports) => new WebAssembly.Instance(module, imports).exports;
const request = Buffer.from('GET /hello/world/abc');
const cpu = () => { const u = process.cpuUsage(); return u.user + u.system; };
const WARM_UP = 5000;
const ITERATION = 500;

function plain() {
  const module = compile(`bench/kernels/${guest}.wasm`);
  const imports = {};
  for (const i of WebAssembly.Module.imports(module)) (imports[i.module] ??= {})[i.name] = () => 0;
  return () => {
    const e = instantiate(module, imports);
    if (e.add) return e.add(1, 2);
    e._initialize();
    const p = e.alloc(request.length);
    new Uint8Array(e.memory.buffer).set(request, p);
    const length = e.handle(p, request.length);
    return Buffer.from(new Uint8Array(e.memory.buffer, e.result(), length)).length;
  };
}

// As LinkedEvent.java links them.
function component() {
  const [shim, main, adapter, fixups] = ['shim', 'main', 'adapter', 'fixups']
    .map(part => compile(`bundles/engine-kit/src/main/resources/dev/gyre/engine/kit/guests/part-${part}.wasm`));
  return () => {
    const s = instantiate(shim);
    const m = instantiate(main, { wasi: { read: s['0'], wait: s['2'] }, wasi_snapshot_preview1: { args: s['1'] } });
    const a = instantiate(adapter, { env: m, __main_module__: m, wasi: { number: () => 3 } });
    const read = (pointer, length) => {
      const at = m.cabi_realloc(0, 0, 1, length);
      new Uint8Array(m.memory.buffer, at, length).fill(7);
      new DataView(m.memory.buffer).setInt32(pointer, at, true);
      return 0;
    };
    instantiate(fixups, { '': { 0: read, 1: a.args, 2: x => x, $imports: s.$imports } });
    return m.run(100) + m.args(5);
  };
}

const once = guest === 'component' ? component() : plain();
const result = once();
let best = Infinity;
function iteration(milliseconds) {
  const end = performance.now() + milliseconds;
  const start = cpu();
  let count = 0;
  do {
    for (let i = 0; i < 20; i++) once();
    count += 20;
  } while (performance.now() < end);
  return (cpu() - start) / count;
}
iteration(WARM_UP);
for (let i = 0; i < Math.max(3, (seconds * 1000) / ITERATION); i++) best = Math.min(best, iteration(ITERATION));
console.log(`${result} ${best}`);
