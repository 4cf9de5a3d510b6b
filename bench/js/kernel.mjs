// node kernel.mjs MODULE N SECONDS: after so much CPU time, the best CPU time of run(N) on V8, with its result
import fs from 'node:fs';

const [, , file, n, seconds] = process.argv;
const module = new WebAssembly.Module(fs.readFileSync(file));
const imports = {};
for (const i of WebAssembly.Module.imports(module)) (imports[i.module] ??= {})[i.name] = () => 0;
const { exports } = new WebAssembly.Instance(module, imports);
exports._initialize?.();
const cpu = () => { const u = process.cpuUsage(); return u.user + u.system; };
const end = cpu() + seconds * 1e6;
let best = Infinity;
let result;
do {
  const start = cpu();
  result = exports.run(+n);
  best = Math.min(best, cpu() - start);
} while (cpu() < end);
console.log(`${result} ${best}`);
