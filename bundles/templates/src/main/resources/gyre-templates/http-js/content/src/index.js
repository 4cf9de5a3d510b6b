import { AutoRouter } from 'itty-router';

const router = AutoRouter();

router
    .get('/hello/:name', ({ name }) => `Hello, ${name}!`)
    .get('*', () => new Response('Hello from {{ project-name }}\n', { headers: { 'content-type': 'text/plain' } }));

addEventListener('fetch', (event) => {
    event.respondWith(router.fetch(event.request));
});
