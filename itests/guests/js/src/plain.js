// The web's own interfaces and nothing else: streams both ways, requests of its own, odd answers.
const text = { 'content-type': 'text/plain' };

/** A stream of lines, one at a time as they are wanted. */
function lines(count) {
  let n = 0;
  return new ReadableStream({
    pull(controller) {
      if (n === count) controller.close();
      else controller.enqueue(new TextEncoder().encode(`line ${n++}\n`));
    },
  });
}

async function hash(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, b => b.toString(16).padStart(2, '0')).join('');
}

/** What it read, in upper case, as it comes. */
function shout() {
  return new TransformStream({
    transform(chunk, controller) {
      controller.enqueue(chunk.map(b => (b >= 97 && b <= 122 ? b - 32 : b)));
    },
  });
}

async function handle(request) {
  const url = new URL(request.url);
  switch (url.pathname) {
    case '/plain/':
      return new Response('Hello from JavaScript!\n', { headers: text });
    case '/plain/request':
      return new Response(`${request.method} ${url.pathname}${url.search} of ${url.host}, x-test ${request.headers.get('x-test')}, ${(await request.text()).length} in the body\n`, { headers: text });
    case '/plain/echo':
      return new Response(request.body, { headers: { 'content-type': 'application/octet-stream' } });
    case '/plain/shout':
      return new Response(request.body.pipeThrough(shout()), { headers: text });
    case '/plain/lines':
      return new Response(lines(Number(url.searchParams.get('n'))), { headers: text });
    case '/plain/hash':
      return new Response(await hash(await request.arrayBuffer()) + '\n', { headers: text });
    case '/plain/headers': {
      const headers = new Headers(text);
      for (const cookie of url.searchParams.getAll('cookie')) headers.append('set-cookie', cookie);
      headers.append('x-list', 'one');
      headers.append('x-list', 'two');
      return new Response('headers\n', { status: 418, headers });
    }
    case '/plain/nothing':
      return new Response(null, { status: 204 });
    case '/plain/bytes':
      return new Response(Uint8Array.from({ length: 256 }, (_, i) => i), { headers: { 'content-type': 'application/octet-stream' } });
    case '/plain/unicode':
      return new Response('Grüße, 世界 🌍\n', { headers: { 'content-type': 'text/plain; charset=utf-8' } });
    case '/plain/fetch': {
      const answer = await fetch(url.searchParams.get('url'), { headers: { 'x-from': 'guest' } });
      return new Response(`${answer.status} ${answer.headers.get('x-kind')}: ${await answer.text()}`, { headers: text });
    }
    case '/plain/relay': {
      const answer = await fetch(url.searchParams.get('url'), { method: 'POST', body: request.body });
      return new Response(answer.body, { status: answer.status });
    }
    case '/plain/denied':
      try {
        await fetch('http://denied.invalid/');
        return new Response('reached\n');
      } catch (e) {
        return new Response(`refused: ${e instanceof Error}\n`, { status: 403, headers: text });
      }
    case '/plain/late': {
      // The answer is on its way while this goes on.
      await new Promise(resolve => setTimeout(resolve, 20));
      return new Response('late\n', { headers: text });
    }
    case '/plain/throw':
      throw new Error('thrown by the guest');
    case '/plain/loop':
      for (;;);
    default:
      return new Response('no such page\n', { status: 404, headers: text });
  }
}

addEventListener('fetch', event => event.respondWith(handle(event.request)));
