// What compose_math.c does, in QuickJS: a component that others depend on.
export const adder = {
  add(a, b) {
    return a + b;
  },
};

export const texts = {
  plus(a, b) {
    return [...a, ...b].join('');
  },
};
