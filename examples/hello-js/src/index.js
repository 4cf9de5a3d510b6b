import { AutoRouter } from 'itty-router';

const router = AutoRouter();

router
  .get('/', () => new Response('Hello from JavaScript!\n', { headers: { 'content-type': 'text/plain' } }))
  .get('/hello/:name', ({ name }) => ({ hello: decodeURIComponent(name) }))
  .post('/sum', async request => ({ sum: (await request.json()).reduce((a, b) => a + b, 0) }));

addEventListener('fetch', event => event.respondWith(router.fetch(event.request)));
