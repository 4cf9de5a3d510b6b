// An application in Hono, with its middleware.
import { Hono } from 'hono';
import { basicAuth } from 'hono/basic-auth';
import { cors } from 'hono/cors';
import { etag } from 'hono/etag';
import { setCookie } from 'hono/cookie';
import { streamText } from 'hono/streaming';

const app = new Hono().basePath('/hono');

app.use('/cors', cors({ origin: 'https://example.com' }));
app.use('/secret', basicAuth({ username: 'gyre', password: 'spin' }));
app.use('/etag', etag());
app.get('/', c => c.text('Hello from Hono!'));
app.get('/json/:id', c => c.json({ id: c.req.param('id'), query: c.req.query('q') ?? null, list: [1, 2, 3] }));
app.post('/form', async c => c.json(await c.req.parseBody()));
app.post('/json', async c => c.json({ got: await c.req.json() }, 201));
app.get('/html', c => c.html('<!doctype html><p>Gr&uuml;&szlig;e</p>'));
app.get('/cookie', c => {
  setCookie(c, 'session', 'x y', { httpOnly: true, path: '/hono' });
  return c.redirect('/hono/', 302);
});
app.get('/cors', c => c.text('shared'));
app.get('/secret', c => c.text('for you'));
app.get('/etag', c => c.text('the same every time'));
app.get('/stream', c => streamText(c, async stream => {
  for (let i = 0; i < 5; i++) await stream.writeln(`part ${i}`);
}));
app.get('/error', () => { throw new Error('thrown by a handler'); });
app.notFound(c => c.text('not here', 404));
app.onError((e, c) => c.text(`caught: ${e.message}`, 500));
app.fire();
