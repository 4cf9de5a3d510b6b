// Runs programs on V8: a request a line on stdin, an answer a line on stdout. Does what the Host class of the engine kit does.
import { createInterface } from 'node:readline';
import { crc32 as zlibCrc32 } from 'node:zlib';

const TABLE = Array.from({ length: 256 }, (_, n) => {
  for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n >>> 0;
});
const crc32 = zlibCrc32 ?? (bytes => {
  let c = 0xffffffff;
  for (const b of bytes) c = TABLE[(c ^ b) & 255] ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
});
const view = new DataView(new ArrayBuffer(8));

class Exit extends Error {}

function text(type, value) {
  switch (type) {
    case 'i32': return String(value | 0);
    case 'i64': return String(BigInt.asIntN(64, value));
    case 'f32': return Number.isNaN(value) ? 'nan' : (view.setFloat32(0, value), view.getUint32(0).toString(16) + 'f');
    case 'f64': return Number.isNaN(value) ? 'nan' : (view.setFloat64(0, value), view.getBigUint64(0).toString(16) + 'd');
    default: return '?';
  }
}

/** From the encoding of the SPI. */
function decode(type, word) {
  const bits = BigInt.asUintN(64, BigInt(word));
  switch (type) {
    case 'i32': return Number(BigInt.asIntN(32, bits));
    case 'i64': return BigInt.asIntN(64, bits);
    case 'f32': return view.setUint32(0, Number(bits & 0xffffffffn)), view.getFloat32(0);
    default: return view.setBigUint64(0, bits), view.getFloat64(0);
  }
}

function trap(e) {
  const m = e.message;
  if (e instanceof RangeError && m.includes('call stack')) return 'stack-overflow';
  if (m.includes('divide result') || m.includes('float unrepresentable')) return 'integer-overflow'; // before "table"
  if (m.includes('unreachable')) return 'unreachable';
  if (m.includes('signature mismatch') || m.includes('null function')) return 'indirect-call-mismatch';
  if (m.includes('table')) return 'out-of-bounds-table';
  if (m.includes('element segment')) return 'out-of-bounds-table';
  if (m.includes('memory access') || m.includes('data segment')) return 'out-of-bounds-memory';
  if (m.includes('divide by zero') || m.includes('remainder by zero')) return 'integer-divide-by-zero';
  return 'unknown: ' + m;
}

function run({ wasm, calls }) {
  const lines = [];
  const bytes = Buffer.from(wasm, 'base64');
  let module;
  try {
    module = new WebAssembly.Module(bytes);
  } catch {
    return { lines: ['refused'], conclusive: true };
  }
  const types = signatures(bytes);
  let instance, count = 0, depth = 0, conclusive = true;
  const digest = () => crc32(new Uint8Array(instance.exports.memory.buffer)).toString(16);
  const imports = {};
  let index = 0;
  for (const i of WebAssembly.Module.imports(module)) {
    if (i.kind !== 'function') continue;
    const type = types.imports[index++], name = i.module + '.' + i.name;
    (imports[i.module] ??= {})[i.name] = (...args) => {
      lines.push(name + type.params.map((t, n) => ' ' + text(t, args[n])).join(''));
      if (++count > 300 || name.endsWith('proc_exit')) throw new Exit();
      if (name.endsWith('look')) lines.push('memory ' + digest());
      if (name.endsWith('back') && depth < 3 && (args[0] & 1) === 0) {
        depth++;
        const answer = instance.exports.back(args[0] >> 1);
        depth--;
        lines.push('back ' + answer);
        return answer;
      }
      const results = type.results.map((t, n) => {
        const number = count * 37 + n;
        if (!name.startsWith('env.')) return t === 'i64' ? 0n : name.endsWith('fd_prestat_get') ? 8 : 0;
        return { i32: number, i64: BigInt(number), f32: number / 4, f64: number / 8 }[t];
      });
      return results.length > 1 ? results : results[0];
    };
  }
  try {
    instance = new WebAssembly.Instance(module, imports);
    for (const { function: name, args } of calls) {
      const type = types.exports[name];
      const got = instance.exports[name](...args.map((a, n) => decode(type.params[n], a)));
      const results = type.results.length > 1 ? got : type.results.length ? [got] : [];
      lines.push('gave' + type.results.map((t, n) => ' ' + text(t, results[n])).join(''));
    }
  } catch (e) {
    if (e instanceof Exit) lines.push('exit 7');
    else if (e instanceof WebAssembly.RuntimeError || e instanceof RangeError) {
      const kind = trap(e);
      conclusive = kind !== 'stack-overflow';
      lines.push('trap ' + kind);
    } else lines.push('failed ' + e);
  }
  if (instance && conclusive) {
    for (const { name, type } of types.globals) lines.push('global ' + name + ' ' + text(type, instance.exports[name].value));
    if (instance.exports.memory) lines.push('memory ' + instance.exports.memory.buffer.byteLength + ' ' + digest());
  }
  return { lines, conclusive };
}

/** The types of imports and exports, which JavaScript does not tell. */
function signatures(bytes) {
  let at = 8;
  const leb = () => { let r = 0, s = 0, b; do { b = bytes[at++]; r += (b & 127) * 2 ** s; s += 7; } while (b & 128); return r; };
  const name = () => { const n = leb(); at += n; return bytes.toString('utf8', at - n, at); };
  const valtype = () => ({ 0x7f: 'i32', 0x7e: 'i64', 0x7d: 'f32', 0x7c: 'f64' })[bytes[at++]] ?? 'ref';
  const vector = f => Array.from({ length: leb() }, f);
  const limits = () => { const max = bytes[at++] & 1; leb(); if (max) leb(); };
  const constant = () => {
    while (bytes[at] !== 0x0b) {
      const op = bytes[at++];
      if (op === 0x43) at += 4; else if (op === 0x44) at += 8; else if (op === 0xd0) at++;
      else if (op === 0x41 || op === 0x42 || op === 0x23 || op === 0xd2) while (bytes[at++] & 128);
    }
    at++;
  };
  let types = [], functions = [], globals = [], imports = [];
  const exported = {}, exportedGlobals = [];
  while (at < bytes.length) {
    const id = bytes[at++], end = leb() + at;
    if (id === 1) types = vector(() => { at++; return { params: vector(valtype), results: vector(valtype) }; });
    else if (id === 2) vector(() => {
      name(); name();
      switch (bytes[at++]) {
        case 0: { const t = types[leb()]; functions.push(t); imports.push(t); break; }
        case 1: at++; limits(); break;
        case 2: limits(); break;
        case 3: globals.push(valtype()); at++; break;
      }
    });
    else if (id === 3) vector(() => functions.push(types[leb()]));
    else if (id === 6) vector(() => { globals.push(valtype()); at++; constant(); });
    else if (id === 7) vector(() => {
      const n = name(), kind = bytes[at++], i = leb();
      if (kind === 0) exported[n] = functions[i];
      if (kind === 3) exportedGlobals.push({ name: n, type: globals[i] });
    });
    at = end;
  }
  return { imports, exports: exported, globals: exportedGlobals };
}

createInterface({ input: process.stdin }).on('line', line => process.stdout.write(JSON.stringify(run(JSON.parse(line))) + '\n'));
