#!/usr/bin/env python3
"""Makes abi-vectors.json: random types and values, lowered by the specification's own executable definition.

python3 generate.py definitions.py > ../resources/abi-vectors.json
where definitions.py is design/mvp/canonical-abi/definitions.py of WebAssembly/component-model. Always gives the same.
"""
import importlib.util
import json
import random
import struct
import sys

spec = importlib.util.spec_from_file_location('definitions', sys.argv[1])
d = importlib.util.module_from_spec(spec)
sys.modules['definitions'] = d
spec.loader.exec_module(d)
d.DETERMINISTIC_PROFILE = True
rng = random.Random(20260829)

SCALARS = {'bool': d.BoolType, 's8': d.S8Type, 'u8': d.U8Type, 's16': d.S16Type, 'u16': d.U16Type, 's32': d.S32Type, 'u32': d.U32Type,
           's64': d.S64Type, 'u64': d.U64Type, 'f32': d.F32Type, 'f64': d.F64Type, 'char': d.CharType, 'string': d.StringType}
TEXTS = ['', 'a', 'hello', 'h\u00e9llo', '\u00ff\u00fe', 'snow \u2603', '\U0001f600 and more', 'a\u0000b', '\ufffd', 'x' * 40, 'caf\u00e9 \u4e2d\u6587',
         '\u00e9' * 20, 'abc\u0100', '\u0080', '\u07ff\u0800\uffff\U00010000']
ENCODINGS = ['utf8', 'utf16', 'latin1+utf16']
SIZE = 1 << 16


def make_type(depth):
    kinds = list(SCALARS)
    if depth > 0:
        kinds += ['record', 'tuple', 'list', 'variant', 'option', 'result', 'flags', 'enum'] * 2
    kind = rng.choice(kinds)
    sub = lambda: make_type(depth - 1)
    maybe = lambda: sub() if rng.random() < 0.7 else None
    match kind:
        case 'record': return {'record': [sub() for _ in range(rng.randint(1, 4))]}
        case 'tuple': return {'tuple': [sub() for _ in range(rng.randint(1, 4))]}
        case 'list': return {'list': sub()}
        case 'variant': return {'variant': [maybe() for _ in range(rng.choice([1, 2, 3, 5, 257 if depth == 1 else 4]))]}
        case 'option': return {'option': sub()}
        case 'result': return {'result': [maybe(), maybe()]}
        case 'flags': return {'flags': rng.choice([1, 7, 8, 9, 16, 17, 32])}
        case 'enum': return {'enum': rng.choice([1, 2, 255, 256, 257])}
    return kind


def definition(t):
    if isinstance(t, str):
        return SCALARS[t]()
    (kind, a), = t.items()
    some = lambda x: None if x is None else definition(x)
    match kind:
        case 'record': return d.RecordType([d.FieldType(f'f{i}', definition(x)) for i, x in enumerate(a)])
        case 'tuple': return d.TupleType([definition(x) for x in a])
        case 'list': return d.ListType(definition(a))
        case 'variant': return d.VariantType([d.CaseType(f'c{i}', some(x)) for i, x in enumerate(a)])
        case 'option': return d.OptionType(definition(a))
        case 'result': return d.ResultType(some(a[0]), some(a[1]))
        case 'flags': return d.FlagsType([f'l{i}' for i in range(a)])
        case 'enum': return d.EnumType([f'e{i}' for i in range(a)])


def make_string(source):
    text = rng.choice(TEXTS)
    match source:
        case 'utf8': return (text, 'utf8', len(text.encode('utf-8')))
        case 'utf16': return (text, 'utf16', len(text.encode('utf-16-le')) // 2)
        case _:
            if all(ord(c) < 256 for c in text) and rng.random() < 0.7:
                return (text, 'latin1+utf16', len(text))
            return (text, 'latin1+utf16', len(text.encode('utf-16-le')) // 2 | 1 << 31)


def make_value(t, source):
    """A value for the definition, and the same for JSON."""
    if isinstance(t, str):
        match t:
            case 'bool': v = rng.random() < 0.5; return v, v
            case 'char': v = rng.choice('aZ\u00e9\u2603\U0001f600\ud7ff\ue000\U0010ffff'); return v, ord(v)
            case 'string': v = make_string(source); return v, {'text': v[0], 'units': v[2]}
            case 'f32' | 'f64':
                code, bits = ('<f', '<I') if t == 'f32' else ('<d', '<Q')
                v = rng.choice([0.0, -0.0, 1.5, -2.25, float('inf'), float('-inf'), float('nan'), 1e-40, 3.0e38])
                v = struct.unpack(code, struct.pack(code, v))[0]
                return v, str(struct.unpack(bits, struct.pack(code, v))[0])
        width = int(t[1:])
        low, high = (0, 2 ** width - 1) if t[0] == 'u' else (-2 ** (width - 1), 2 ** (width - 1) - 1)
        v = rng.choice([low, high, 0, 1, rng.randint(low, high)])
        return v, str(v)
    (kind, a), = t.items()
    match kind:
        case 'record' | 'tuple':
            parts = [make_value(x, source) for x in a]
            return {(f'f{i}' if kind == 'record' else str(i)): p[0] for i, p in enumerate(parts)}, [p[1] for p in parts]
        case 'list':
            parts = [make_value(a, source) for _ in range(rng.choice([0, 1, 2, 5]))]
            return [p[0] for p in parts], [p[1] for p in parts]
        case 'variant' | 'result' | 'option':
            cases = {'variant': a, 'result': a, 'option': [None, a]}[kind]
            names = {'variant': [f'c{i}' for i in range(len(cases))], 'result': ['ok', 'error'], 'option': ['none', 'some']}[kind]
            i = rng.randrange(len(cases))
            if cases[i] is None:
                return {names[i]: None}, [i]
            v, j = make_value(cases[i], source)
            return {names[i]: v}, [i, j]
        case 'flags':
            bits = rng.getrandbits(a)
            return {f'l{i}': bool(bits >> i & 1) for i in range(a)}, str(bits)
        case 'enum':
            i = rng.randrange(a)
            return {f'e{i}': None}, str(i)


class Heap:
    """Never frees; its pointers are what every implementation must get for the same calls."""
    def __init__(self):
        self.memory = d.MemInst(bytearray(SIZE), 'i32')
        self.end = 8
        self.calls = []

    def realloc(self, old, old_size, align, size):
        self.calls.append([old, old_size, align, size])
        pointer = -(-self.end // align) * align
        self.end = pointer + size
        self.memory.bytes[pointer:pointer + min(old_size, size)] = self.memory.bytes[old:old + min(old_size, size)]
        return pointer


class Context(d.LiftLowerContext):
    def __init__(self, encoding):
        self.heap = Heap()
        opts = d.LiftLowerOptions(encoding, self.heap.memory)
        super().__init__(opts, None, None)

    def reallocate(self, old, old_size, align, size):
        return self.heap.realloc(old, old_size, align, size)


def core(flat, types):
    out = []
    for v, t in zip(flat, types):
        match t:
            case 'f32': v = struct.unpack('<I', struct.pack('<f', v))[0]
            case 'f64': v = struct.unpack('<Q', struct.pack('<d', v))[0]
        out.append(str(v))
    return out


vectors = []
while len(vectors) < 600:
    t = make_type(rng.choice([1, 2, 3, 3]))
    if isinstance(t, str) and rng.random() < 0.8:
        continue
    source, encoding = rng.choice(ENCODINGS), rng.choice(ENCODINGS)
    value, j = make_value(t, source)
    cx = Context(encoding)
    dt = definition(t)
    flat = d.lower_flat_values(cx, d.MAX_FLAT_PARAMS, [value], [dt])
    types = d.flatten_types([dt], cx.opts)
    image = bytes(cx.heap.memory.bytes[:cx.heap.end]).rstrip(b'\0')
    if len(json.dumps(j)) > 400 or len(image) > 600 or len(json.dumps(t)) > 400:
        continue
    lowered = core(flat, types if len(types) <= d.MAX_FLAT_PARAMS else ['i32'])
    vectors.append({'type': t, 'source': source, 'encoding': encoding, 'value': j, 'flat': lowered, 'calls': cx.heap.calls, 'memory': image.hex()})
print('[\n' + ',\n'.join(json.dumps(v, ensure_ascii=True, separators=(',', ':')) for v in vectors) + '\n]')
