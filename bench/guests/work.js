// Built into StarlingMonkey (SpiderMonkey compiled to WebAssembly) as a component without imports.
export function add(a, b) {
  return a + b;
}

export function work(n) {
  let seed = 42;
  const random = () => (seed = (seed * 1103515245 + 12345) & 0x7fffffff);
  const people = [];
  for (let i = 0; i < n; i++) people.push({ id: i, name: 'user' + (random() % 10007), score: random() % 1000 });
  const text = JSON.stringify(people);
  JSON.parse(text).sort((x, y) => x.score - y.score || x.id - y.id);
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (hash * 31 + text.charCodeAt(i)) | 0;
  return hash;
}
