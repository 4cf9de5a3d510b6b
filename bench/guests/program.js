// Run by QuickJS compiled to WebAssembly: objects, strings, JSON, closures, sorting, recursion.
let seed = 42;
const random = () => (seed = (seed * 1103515245 + 12345) & 0x7fffffff);
const people = [];
for (let i = 0; i < 3000; i++) {
  people.push({ id: i, name: 'user' + (random() % 10007), score: random() % 1000, tags: ['a', 'b', String(random() % 7)] });
}
const text = JSON.stringify(people);
const back = JSON.parse(text);
back.sort((a, b) => a.score - b.score || a.id - b.id);
const sums = new Map();
for (const p of back) sums.set(p.tags[2], (sums.get(p.tags[2]) || 0) + p.score);
let hash = 0;
for (let i = 0; i < text.length; i++) hash = (hash * 31 + text.charCodeAt(i)) | 0;
const fib = n => (n < 2 ? n : fib(n - 1) + fib(n - 2));
console.log([text.length, hash, fib(20), [...sums.entries()].map(e => e.join(':')).sort().join(',')].join(' '));
