// What the SDK offers, a route each; the way in is that of its http-js template.
import { Kv, Redis, ResponseBuilder, Router, Sqlite, Variables } from '@fermyon/spin-sdk';

const decoder = new TextDecoder();
const text = bytes => (bytes == null ? null : decoder.decode(bytes));

/** What the host says when it refuses: a variant's case, its text, or what was thrown. */
function refused(call) {
  try {
    return { answer: call() };
  } catch (e) {
    return { refused: e.payload ?? e };
  }
}

const router = Router();
router.get('/sdk/variables/:name', ({ params }, request, response) => response.send(JSON.stringify(Variables.get(params.name))));
router.post('/sdk/kv/:key', async ({ params }, request, response) => {
  Kv.openDefault().set(params.key, await request.text());
  response.status(201).send();
});
router.get('/sdk/kv/:key', ({ params }, request, response) => {
  const store = Kv.openDefault();
  response.send(JSON.stringify({ exists: store.exists(params.key), value: text(store.get(params.key)) }));
});
router.delete('/sdk/kv/:key', ({ params }, request, response) => {
  Kv.openDefault().delete(params.key);
  response.status(204).send();
});
router.get('/sdk/kv', (_, request, response) => {
  const store = Kv.openDefault();
  store.setJson('json', { a: [1, 'ü'] });
  response.send(JSON.stringify({ keys: [...store.getKeys()].sort(), json: store.getJson('json') }));
});
router.get('/sdk/stores/:label', ({ params }, request, response) => response.send(JSON.stringify(refused(() => typeof Kv.open(params.label)))));
router.get('/sdk/sqlite', (_, request, response) => {
  const db = Sqlite.openDefault();
  db.execute('DROP TABLE IF EXISTS t', []);
  db.execute('CREATE TABLE t (i INTEGER, r REAL, t TEXT, b BLOB, n TEXT)', []);
  db.execute('INSERT INTO t VALUES (?, ?, ?, ?, ?)',
    [9007199254740993n, 1.5, 'größer', { tag: 'blob', val: new Uint8Array([0, 255]) }, { tag: 'null' }]);
  const { columns, rows } = db.execute('SELECT i, r, t, b, n FROM t WHERE t = ?', ['größer']);
  const { i, r, t, b, n } = rows[0];
  response.send(JSON.stringify({ columns, i: String(i), r, t, b: [...b], n: n ?? null, bad: refused(() => db.execute('SELECT missing', [])) }));
});
router.get('/sdk/redis', (_, request, response) => {
  const address = new URL(request.url).searchParams.get('address');
  response.send(JSON.stringify(refused(() => {
    const redis = Redis.open(address);
    redis.set('sdk', new TextEncoder().encode('from JavaScript'));
    return [text(redis.get('sdk')), redis.incr('sdk:count').toString(), redis.del(['sdk', 'sdk:count']).toString(), text(redis.get('sdk'))];
  })));
});
router.get('/sdk/fetch', async (_, request, response) => {
  try {
    const answer = await fetch(new URL(request.url).searchParams.get('url'), { headers: { 'x-from': 'the SDK' } });
    response.status(answer.status).set('x-kind', answer.headers.get('x-kind') ?? '').send(await answer.text());
  } catch (e) {
    response.status(502).send('refused');
  }
});
router.get('/sdk/stream', (_, request, response) => {
  response.set('content-type', 'text/plain');
  for (let i = 0; i < 5; i++) response.write(`part ${i}\n`);
  response.end();
});
router.all('*', (_, request, response) => response.status(404).send('not here'));

addEventListener('fetch', event => event.respondWith(new Promise((resolve, reject) => {
  const { method, url } = event.request;
  Promise.resolve(router.handle({ method, url }, event.request, new ResponseBuilder(resolve))).catch(reject);
})));
