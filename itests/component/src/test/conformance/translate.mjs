// Turns the component model's .wast scripts into JSON and binaries that ConformanceSuite reads.
// node translate.mjs NODE_MODULES SUITE OUT
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const [modules, suite, out] = process.argv.slice(2);
const entry = createRequire(join(modules, 'x.js')).resolve('@bytecodealliance/jco');
const { parse } = await import(pathToFileURL(entry));

/** Reads S-expressions: lists are {list, start, end}, atoms {atom, start, end}, strings {bytes, start, end}. */
function read(text) {
  let at = 0;
  const fail = what => { throw new Error(`${what} at ${at}`); };
  function blank() {
    for (;;) {
      if (text.startsWith(';;', at)) {
        while (at < text.length && text[at] !== '\n') at++;
      } else if (text.startsWith('(;', at)) {
        let depth = 0;
        do {
          if (text.startsWith('(;', at)) { depth++; at += 2; }
          else if (text.startsWith(';)', at)) { depth--; at += 2; }
          else at++;
        } while (depth > 0 && at < text.length);
      } else if (at < text.length && ' \t\r\n'.includes(text[at])) {
        at++;
      } else {
        return;
      }
    }
  }
  function string() {
    const parts = [];
    at++;
    while (text[at] !== '"') {
      if (at >= text.length) fail('unterminated string');
      if (text[at] !== '\\') {
        const c = String.fromCodePoint(text.codePointAt(at));
        parts.push(Buffer.from(c, 'utf8'));
        at += c.length;
        continue;
      }
      const e = text[at + 1];
      const simple = { n: '\n', t: '\t', r: '\r', '"': '"', "'": "'", '\\': '\\' }[e];
      if (simple !== undefined) {
        parts.push(Buffer.from(simple));
        at += 2;
      } else if (e === 'u') {
        const end = text.indexOf('}', at);
        parts.push(Buffer.from(String.fromCodePoint(parseInt(text.slice(at + 3, end), 16)), 'utf8'));
        at = end + 1;
      } else {
        parts.push(Buffer.from([parseInt(text.slice(at + 1, at + 3), 16)]));
        at += 3;
      }
    }
    at++;
    return Buffer.concat(parts);
  }
  function node() {
    const start = at;
    if (text[at] === '(') {
      at++;
      const list = [];
      for (blank(); text[at] !== ')'; blank()) {
        if (at >= text.length) fail('unterminated list');
        list.push(node());
      }
      at++;
      return { list, start, end: at };
    }
    if (text[at] === '"') return { bytes: string(), start, end: at };
    while (at < text.length && !' \t\r\n()";'.includes(text[at])) at++;
    return { atom: text.slice(start, at), start, end: at };
  }
  const all = [];
  for (blank(); at < text.length; blank()) all.push(node());
  return all;
}

const head = n => n?.list?.[0]?.atom;

/** A constant: (record.const (field "a" (u8.const 1))) and the like; a field's value may be without parentheses. */
function value(n) {
  const args = n.list.slice(1);
  if (head(n) === 'field' && args[1].atom) {
    return { type: 'field', args: [{ text: args[0].bytes.toString('utf8') }, value({ list: args.slice(1) })] };
  }
  return { type: head(n), args: args.map(a => a.list ? value(a) : a.bytes ? { text: a.bytes.toString('utf8') } : { atom: a.atom }) };
}

async function translate(path) {
  const text = readFileSync(path, 'utf8');
  const lines = [];
  for (let i = 0, line = 1; i < text.length; i++) { lines[i] = line; if (text[i] === '\n') line++; }
  const name = relative(suite, path);
  const commands = [];
  let n = 0;

  /** A component or module: its binary, or why there is none. */
  async function binary(node) {
    const id = node.list.slice(1, 3).find(a => a.atom?.startsWith('$'))?.atom;
    const words = node.list.slice(1, 4).filter(a => a.atom && !a.atom.startsWith('$')).map(a => a.atom);
    const result = { id, definition: words.includes('definition') };
    try {
      let bytes;
      const strings = Buffer.concat(node.list.filter(a => a.bytes).map(a => a.bytes));
      if (words.includes('binary')) {
        bytes = strings;
      } else if (words.includes('quote')) {
        bytes = await parse(strings.toString('utf8'));
      } else {
        bytes = await parse(text.slice(node.start, node.end).replace(/^\(component\s+definition\b/, '(component'));
      }
      result.file = `${name.replaceAll('/', '-')}.${n++}.wasm`;
      writeFileSync(join(out, result.file), bytes);
    } catch (e) {
      result.error = String(e?.message ?? e?.payload ?? e).slice(0, 400);
    }
    return result;
  }

  function invoke(node) {
    const id = node.list[1]?.atom;
    const rest = node.list.slice(id ? 2 : 1);
    return { instance: id, name: rest[0].bytes.toString('utf8'), args: rest.slice(1).map(value) };
  }

  for (const node of read(text)) {
    const command = { kind: head(node), line: lines[node.start] };
    commands.push(command);
    switch (command.kind) {
      case 'component':
        if (node.list[1]?.atom === 'instance') {
          const ids = node.list.slice(2).map(a => a.atom);
          Object.assign(command, { kind: 'instance', id: ids.length > 1 ? ids[0] : undefined, of: ids[ids.length - 1] });
        } else {
          command.component = await binary(node);
        }
        break;
      case 'assert_invalid':
      case 'assert_malformed':
      case 'assert_unlinkable':
        command.component = await binary(node.list[1]);
        command.message = node.list[2].bytes.toString('utf8');
        break;
      case 'invoke':
        command.invoke = invoke(node);
        break;
      case 'assert_return':
        command.invoke = invoke(node.list[1]);
        command.results = node.list.slice(2).map(value);
        break;
      case 'assert_trap':
        if (head(node.list[1]) === 'invoke') command.invoke = invoke(node.list[1]);
        else if (node.list[1].list[1]?.atom === 'instance') command.of = node.list[1].list.at(-1).atom;
        else command.component = await binary(node.list[1]);
        command.message = node.list[2].bytes.toString('utf8');
        break;
      default:
        throw new Error(`${name}:${command.line}: unknown command ${command.kind}`);
    }
  }
  writeFileSync(join(out, `${name.replaceAll('/', '-')}.json`), JSON.stringify({ file: name, commands }));
}

function* scripts(dir) {
  for (const f of readdirSync(dir).sort()) {
    const path = join(dir, f);
    if (statSync(path).isDirectory()) yield* scripts(path);
    else if (f.endsWith('.wast')) yield path;
  }
}

mkdirSync(out, { recursive: true });
for (const path of scripts(suite)) await translate(path);
