// What every guest is asked: by answers.mjs under jco serve, by RealGuestsSuite under Gyre. {server} is a server of the test's own.
const get = (path, headers = {}) => ({ method: 'GET', path, headers, body: '' });
const post = (path, body, headers = {}) => ({ method: 'POST', path, headers, body });
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const json = { 'content-type': 'application/json' };

// jco serve breaks at an answer without a body.
export const requests = {
  'hello-js': [
    get('/'),
    get('/hello/w%C3%B6rld'),
    post('/sum', '[1, 2, 39]', json),
    post('/sum', 'no json', json),
    get('/missing'),
  ],
  plain: [
    get('/plain/'),
    { ...get('/plain/'), method: 'HEAD' },
    get('/plain/request?a=b%20c&d', { 'x-test': 'one' }),
    post('/plain/request', 'x'.repeat(70000), { 'x-test': 'two' }),
    { ...post('/plain/request', 'put'), method: 'PUT' },
    { ...post('/plain/request', ''), method: 'DELETE' },
    { ...post('/plain/request', 'patch'), method: 'PATCH' },
    { ...post('/plain/request', ''), method: 'OPTIONS' },
    post('/plain/echo', 'hello'),
    post('/plain/shout', 'quiet words '.repeat(1000)),
    get('/plain/lines?n=100'),
    post('/plain/hash', 'x'.repeat(100000)),
    get('/plain/headers?cookie=a=1'),
    { ...get('/plain/nothing'), breaksJco: true },
    get('/plain/bytes'),
    get('/plain/unicode'),
    get('/plain/late'),
    get('/plain/missing'),
    get('/plain/fetch?url={server}/hello'),
    post('/plain/relay?url={server}/echo', 'through and through '.repeat(5000)),
  ],
  hono: [
    get('/hono/'),
    get('/hono/json/7?q=w%C3%B6rld'),
    post('/hono/form', 'a=1&b=two%20words', form),
    post('/hono/json', '{"a":[1,{"b":"\u00fc"}]}', json),
    post('/hono/json', '{', json),
    get('/hono/html'),
    { ...get('/hono/cookie'), breaksJco: true },
    get('/hono/cors', { origin: 'https://example.com' }),
    { ...get('/hono/cors', { origin: 'https://example.com', 'access-control-request-method': 'PUT' }), method: 'OPTIONS', breaksJco: true },
    get('/hono/secret'),
    get('/hono/secret', { authorization: 'Basic ' + Buffer.from('gyre:spin').toString('base64') }),
    { ...get('/hono/etag'), breaksJco: true },
    get('/hono/stream'),
    get('/hono/error'),
    get('/hono/missing'),
  ],
  'c-component': [get('/'), post('/echo', 'from C '.repeat(10000)), get('/large')],
  'rust-component': [
    get('/rust/'),
    get('/rust/request?a=b%20c', { 'x-test': 'one' }),
    post('/rust/request', 'x'.repeat(70000), { 'x-test': 'two' }),
    post('/rust/echo', 'from Rust '.repeat(10000)),
    get('/rust/lines/500'),
    get('/rust/missing'),
  ],
};
