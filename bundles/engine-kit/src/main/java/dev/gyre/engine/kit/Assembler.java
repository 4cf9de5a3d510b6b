package dev.gyre.engine.kit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.ValueType;

/**
 * Writes modules in the binary format (core specification, 5). On purpose not built on the library that reads and changes modules:
 * a fault there shall not be in what it is tested with too. For one thread at a time.
 */
public final class Assembler {
    private static final byte[] HEADER = {0, 'a', 's', 'm', 1, 0, 0, 0};
    public static final int FUNCTION = 0;
    public static final int TABLE = 1;
    public static final int MEMORY = 2;
    public static final int GLOBAL = 3;
    private static final int TYPES = 1;
    private static final int IMPORTS = 2;
    private static final int FUNCTIONS = 3;
    private static final int TABLES = 4;
    private static final int MEMORIES = 5;
    private static final int GLOBALS = 6;
    private static final int EXPORTS = 7;
    private static final int START = 8;
    private static final int ELEMENTS = 9;
    private static final int CODE = 10;
    private static final int DATA = 11;
    private static final int DATA_COUNT = 12;
    private static final int[] ORDER = {TYPES, IMPORTS, FUNCTIONS, TABLES, MEMORIES, GLOBALS, EXPORTS, START, ELEMENTS, DATA_COUNT, CODE, DATA};

    private final Map<ExternType.Func, Integer> types = new LinkedHashMap<>();
    private final Map<Integer, List<Code>> sections = new LinkedHashMap<>();
    private int functions;
    private int start = -1;

    /** Bytes of the binary format. */
    public static final class Code {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        /** Bytes as they are: opcodes, types. */
        public Code op(int... bytes) {
            for (int b : bytes) {
                out.write(b);
            }
            return this;
        }

        public Code unsigned(long value) {
            long rest = value;
            while (rest >>> 7 != 0) {
                out.write((int) rest & 0x7f | 0x80);
                rest >>>= 7;
            }
            out.write((int) rest);
            return this;
        }

        public Code signed(long value) {
            long rest = value;
            while (rest >> 6 != 0 && rest >> 6 != -1) {
                out.write((int) rest & 0x7f | 0x80);
                rest >>= 7;
            }
            out.write((int) rest & 0x7f);
            return this;
        }

        public Code i32(int value) {
            return op(0x41).signed(value);
        }

        public Code i64(long value) {
            return op(0x42).signed(value);
        }

        /** @param bits of the value, so that every NaN can be written */
        public Code f32(int bits) {
            return op(0x43, bits, bits >> 8, bits >> 16, bits >> 24);
        }

        /** @param bits of the value, so that every NaN can be written */
        public Code f64(long bits) {
            op(0x44);
            for (int i = 0; i < 64; i += 8) {
                out.write((int) (bits >> i));
            }
            return this;
        }

        public Code bytes(byte[] bytes) {
            out.writeBytes(bytes);
            return this;
        }

        public Code add(Code other) {
            return bytes(other.out.toByteArray());
        }

        public Code name(String name) {
            byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
            return unsigned(bytes.length).bytes(bytes);
        }

        public int size() {
            return out.size();
        }
    }

    public static int valueType(ValueType type) {
        return switch (type) {
            case I32 -> 0x7f;
            case I64 -> 0x7e;
            case F32 -> 0x7d;
            case F64 -> 0x7c;
            case V128 -> 0x7b;
            case FUNCREF -> 0x70;
            case EXTERNREF -> 0x6f;
        };
    }

    private Code entry(int section) {
        Code code = new Code();
        sections.computeIfAbsent(section, s -> new ArrayList<>()).add(code);
        return code;
    }

    /** The index of a type, which is written once. */
    public int type(ExternType.Func type) {
        return types.computeIfAbsent(type, t -> types.size());
    }

    /** To be called before any function is defined. @return its index */
    public int importFunction(String module, String name, ExternType.Func type) {
        entry(IMPORTS).name(module).name(name).op(FUNCTION).unsigned(type(type));
        return functions++;
    }

    /** @return its index; its body follows with {@link #body}, in the same order */
    public int declare(ExternType.Func type) {
        entry(FUNCTIONS).unsigned(type(type));
        return functions++;
    }

    /** @param code without its end */
    public void body(List<ValueType> locals, Code code) {
        Code body = new Code().unsigned(locals.size());
        locals.forEach(l -> body.unsigned(1).op(valueType(l)));
        body.add(code).op(0x0b);
        entry(CODE).unsigned(body.size()).add(body);
    }

    public void memory(int min, int max) {
        entry(MEMORIES).op(1).unsigned(min).unsigned(max);
    }

    public void table(ValueType element, int min, int max) {
        entry(TABLES).op(valueType(element), 1).unsigned(min).unsigned(max);
    }

    /** @param initial a constant expression without its end */
    public void global(ValueType type, boolean mutable, Code initial) {
        entry(GLOBALS).op(valueType(type), mutable ? 1 : 0).add(initial).op(0x0b);
    }

    public void export(String name, int kind, int index) {
        entry(EXPORTS).name(name).op(kind).unsigned(index);
    }

    public void start(int function) {
        start = function;
    }

    /** @param table -1 for a passive segment, which has no offset */
    public void elements(int table, int offset, List<Integer> functionIndices) {
        Code code = entry(ELEMENTS);
        if (table < 0) {
            code.op(1, 0);
        } else {
            code.op(2).unsigned(table).i32(offset).op(0x0b, 0);
        }
        code.unsigned(functionIndices.size());
        functionIndices.forEach(code::unsigned);
    }

    /** Makes functions known that {@code ref.func} may name. */
    public void declareElements(List<Integer> functionIndices) {
        Code code = entry(ELEMENTS).op(3, 0).unsigned(functionIndices.size());
        functionIndices.forEach(code::unsigned);
    }

    public void data(int offset, byte[] bytes) {
        entry(DATA).op(0).i32(offset).op(0x0b).unsigned(bytes.length).bytes(bytes);
    }

    public void passiveData(byte[] bytes) {
        entry(DATA).op(1).unsigned(bytes.length).bytes(bytes);
    }

    public byte[] module() {
        Code out = new Code().bytes(HEADER);
        for (int section : ORDER) {
            Code content = content(section);
            if (content.size() > 0) {
                out.op(section).unsigned(content.size()).add(content);
            }
        }
        return out.out.toByteArray();
    }

    private Code content(int section) {
        Code content = new Code();
        switch (section) {
            case START -> {
                if (start >= 0) {
                    content.unsigned(start);
                }
            }
            case DATA_COUNT -> {
                if (sections.containsKey(DATA)) {
                    content.unsigned(sections.get(DATA).size());
                }
            }
            case TYPES -> {
                content.unsigned(types.size());
                types.keySet().forEach(t -> vector(vector(content.op(0x60), t.params()), t.results()));
            }
            default -> {
                List<Code> entries = sections.getOrDefault(section, List.of());
                if (!entries.isEmpty()) {
                    content.unsigned(entries.size());
                    entries.forEach(content::add);
                }
            }
        }
        return content;
    }

    private static Code vector(Code out, List<ValueType> valueTypes) {
        out.unsigned(valueTypes.size());
        valueTypes.forEach(t -> out.op(valueType(t)));
        return out;
    }
}
