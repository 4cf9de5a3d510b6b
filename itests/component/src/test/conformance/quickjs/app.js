export function greet(name) {
  return `hello ${name}`;
}

export function turn(entries) {
  return entries.map(e => ({ name: e.name.toUpperCase(), count: e.count + 1 })).reverse();
}
