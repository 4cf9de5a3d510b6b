// Asks jco serve what requests.mjs says: node answers.mjs JCO FOLDER writes FOLDER/answers.json for the components FOLDER/NAME.wasm.
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { join, resolve as absolute } from 'node:path';
import { requests } from './requests.mjs';

const [jco, folder] = process.argv.slice(2);
const temporary = absolute(folder, 'tmp');
mkdirSync(temporary, { recursive: true });

/** The server that guests call; RealGuestsSuite has the same. */
const server = http.createServer((request, response) => {
  response.setHeader('x-kind', 'test');
  if (request.url === '/echo') request.pipe(response);
  else response.end(`hello ${request.headers['x-from']}`);
});
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
const address = `http://127.0.0.1:${server.address().port}`;

function freePort() {
  return new Promise(resolve => {
    const probe = http.createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

function ask(port, { method, path, headers, body }) {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, method, path: path.replaceAll('{server}', address), agent: false,
      headers: { host: 'guest.test', ...headers, ...(body ? { 'content-length': Buffer.byteLength(body) } : {}) } };
    const request = http.request(options, response => {
      const chunks = [];
      response.on('data', chunk => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const fields = [];
        for (let i = 0; i < response.rawHeaders.length; i += 2) fields.push([response.rawHeaders[i].toLowerCase(), response.rawHeaders[i + 1]]);
        resolve({ status: response.statusCode, headers: fields, body: Buffer.concat(chunks).toString('base64') });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** Until something listens. */
async function listening(port, child) {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`jco serve ended with ${child.exitCode}`);
    const open = await new Promise(resolve => {
      const probe = http.get({ host: '127.0.0.1', port, path: '/', agent: false }, response => { response.resume(); resolve(true); });
      probe.on('error', () => resolve(false));
    });
    if (open) return;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}

async function serve(name) {
  const port = await freePort();
  const child = spawn(process.execPath, [jco, 'serve', '--isolate-requests', 'instance', '--port', port, join(folder, `${name}.wasm`)],
    { stdio: ['ignore', 'ignore', 'pipe'], detached: true, env: { ...process.env, TMPDIR: temporary } });
  let said = '';
  child.stderr.on('data', data => { said += data; });
  await listening(port, child);
  return { port, child, said: () => said };
}

/** It has a process of its own that serves; both may have ended. */
function stop({ child }) {
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (e) {
    if (e.code !== 'ESRCH') throw e;
  }
}

/** What jco serve cannot answer breaks it, as requests.mjs says. */
async function answersOf(name, list) {
  const answers = [];
  let server = await serve(name);
  for (const request of list) {
    const answer = await ask(server.port, request).catch(() => null);
    const asWanted = (answer === null) === (request.breaksJco ?? false);
    if (!asWanted) {
      stop(server);
      throw new Error(`jco serve ${answer === null ? 'broke at' : 'can do'} ${name} ${request.method} ${request.path}\n${server.said()}`);
    }
    answers.push({ ...request, ...(answer === null ? {} : { answer }) });
    if (answer === null) {
      stop(server);
      server = await serve(name);
    }
  }
  stop(server);
  return answers;
}

const answers = {};
for (const [name, list] of Object.entries(requests)) answers[name] = await answersOf(name, list);
rmSync(temporary, { recursive: true, force: true });
writeFileSync(join(folder, 'answers.json'), JSON.stringify(answers));
process.exit(0);
