package dev.gyre.engine.chicory.internal.compile;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

import dev.gyre.api.engine.Feature;
import dev.gyre.api.engine.ModuleException;

/**
 * The outer shape of a binary module: header and sections (core specification, 5.5). It answers what Chicory's parser answers
 * unclearly or too late, and cuts a module down to what is needed once its functions are compiled.
 */
final class ModuleBytes {
    static final int CUSTOM = 0;
    static final int TYPE = 1;
    static final int IMPORT = 2;
    static final int TABLE = 4;
    static final int MEMORY = 5;
    static final int CODE = 10;
    private static final int IS_64_BIT = 4;
    private static final int V128 = 0x7b;
    private static final int FUNC = 0x60;
    private static final byte[] MAGIC = {0, 'a', 's', 'm'};
    /** A body that traps: size 3, no locals, {@code unreachable}, {@code end}. */
    private static final byte[] EMPTY_BODY = {3, 0, 0, 0x0b};

    private final byte[] wasm;
    private final List<Section> sections;

    /** @param start of its id byte; {@code body} to {@code end} is its contents */
    private record Section(int id, int start, int body, int end) {
    }

    private ModuleBytes(byte[] wasm, List<Section> sections) {
        this.wasm = wasm;
        this.sections = sections;
    }

    /** @throws ModuleException when the header or a section's length is wrong */
    static ModuleBytes of(byte[] wasm) {
        checkHeader(wasm);
        List<Section> sections = new ArrayList<>();
        Leb in = new Leb(wasm, 8, wasm.length);
        while (in.position() < wasm.length) {
            int start = in.position();
            int id = in.u8();
            long length = in.u32();
            if (length > wasm.length - in.position()) {
                throw new ModuleException("module is truncated: section " + id + " at byte " + start + " has " + length
                        + " bytes, but only " + (wasm.length - in.position()) + " are left");
            }
            sections.add(new Section(id, start, in.position(), in.position() + (int) length));
            in.skip(length);
        }
        return new ModuleBytes(wasm, sections);
    }

    private static void checkHeader(byte[] wasm) {
        if (wasm.length == 0) {
            throw new ModuleException("no wasm module: the file is empty");
        }
        for (int i = 0; i < MAGIC.length; i++) {
            if (i >= wasm.length || wasm[i] != MAGIC[i]) {
                throw new ModuleException("no wasm module: it begins with " + HexFormat.ofDelimiter(" ").formatHex(wasm, 0, Math.min(4, wasm.length))
                        + " instead of 00 61 73 6d" + (isText(wasm) ? "; this is the text format, build it with wat2wasm" : ""));
            }
        }
        if (wasm.length < 8) {
            throw new ModuleException("module is truncated: it has " + wasm.length + " bytes, its header alone has 8");
        }
        int version = (wasm[4] & 255) | (wasm[5] & 255) << 8;
        int layer = (wasm[6] & 255) | (wasm[7] & 255) << 8;
        if (layer == 1) {
            throw new ModuleException("this is a component (version " + version + ", layer 1) where a core module is expected");
        }
        if (version != 1 || layer != 0) {
            throw new ModuleException("unknown wasm version " + version + ", layer " + layer + "; only core modules of version 1 can be run");
        }
    }

    private static boolean isText(byte[] wasm) {
        String head = new String(wasm, 0, Math.min(wasm.length, 64), StandardCharsets.ISO_8859_1).stripLeading();
        return head.startsWith("(") || head.startsWith(";;");
    }

    /** Chicory's parser calls 64-bit memories and tables malformed. @throws ModuleException naming the feature */
    void refuseMemory64(String engine) {
        for (Section s : sections) {
            Leb in = new Leb(wasm, s.body, s.end);
            try {
                switch (s.id) {
                    case IMPORT -> importLimits(in, engine);
                    case TABLE -> {
                        for (long n = in.u32(); n > 0; n--) {
                            if (in.peek() == 0x40) {
                                return;
                            }
                            refType(in);
                            limits(in, engine);
                        }
                    }
                    case MEMORY -> {
                        for (long n = in.u32(); n > 0; n--) {
                            limits(in, engine);
                        }
                    }
                    default -> { }
                }
            } catch (Leb.Malformed e) {
                return; // the parser says what is wrong, and where
            }
        }
    }

    private static void importLimits(Leb in, String engine) {
        for (long n = in.u32(); n > 0; n--) {
            in.skip(in.u32());
            in.skip(in.u32());
            switch (in.u8()) {
                case 0 -> in.u32();
                case 1 -> {
                    refType(in);
                    limits(in, engine);
                }
                case 2 -> limits(in, engine);
                case 3 -> {
                    refType(in);
                    in.u8();
                }
                default -> {
                    in.u8();
                    in.u32();
                }
            }
        }
    }

    private static void refType(Leb in) {
        int t = in.u8();
        if (t == 0x63 || t == 0x64) {
            in.u32();
        }
    }

    private static void limits(Leb in, String engine) {
        int flags = in.u8();
        if ((flags & IS_64_BIT) != 0) {
            throw Features.lacks(Feature.MEMORY64, engine);
        }
        in.u32();
        if ((flags & 1) != 0) {
            in.u32();
        }
    }

    /** Whether function types or locals are vectors: Chicory's parser misreads relaxed SIMD's opcodes. */
    boolean mentionsVectors() {
        for (Section s : sections) {
            Leb in = new Leb(wasm, s.body, s.end);
            try {
                if (s.id == TYPE && typesHaveVectors(in) || s.id == CODE && localsHaveVectors(in)) {
                    return true;
                }
            } catch (Leb.Malformed e) {
                return false;
            }
        }
        return false;
    }

    private static boolean typesHaveVectors(Leb in) {
        for (long n = in.u32(); n > 0 && in.u8() == FUNC; n--) {
            for (int list = 0; list < 2; list++) {
                for (long k = in.u32(); k > 0; k--) {
                    if (in.peek() == V128) {
                        return true;
                    }
                    refType(in);
                }
            }
        }
        return false;
    }

    private static boolean localsHaveVectors(Leb in) {
        for (long n = in.u32(); n > 0; n--) {
            long length = in.u32();
            int start = in.position();
            for (long k = in.u32(); k > 0; k--) {
                in.u32();
                if (in.peek() == V128) {
                    return true;
                }
                refType(in);
            }
            in.skip(length - (in.position() - start));
        }
        return false;
    }

    /**
     * The module without the bodies of compiled functions and without custom sections: parsing dominates a start from the cache
     * otherwise.
     *
     * @param kept function indices, imports counted, whose bodies are still needed
     */
    byte[] stripped(Set<Integer> kept, int importedFunctions) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(wasm.length / 4);
        out.write(wasm, 0, 8);
        for (Section s : sections) {
            if (s.id == CODE) {
                byte[] code = strippedCode(s, kept, importedFunctions);
                out.write(CODE);
                Leb.write(out, code.length);
                out.writeBytes(code);
            } else if (s.id != CUSTOM) {
                out.write(wasm, s.start, s.end - s.start);
            }
        }
        return out.toByteArray();
    }

    private byte[] strippedCode(Section s, Set<Integer> kept, int importedFunctions) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Leb in = new Leb(wasm, s.body, s.end);
        int count = (int) in.u32();
        Leb.write(out, count);
        for (int i = 0; i < count; i++) {
            int length = (int) in.u32();
            if (kept.contains(i + importedFunctions)) {
                Leb.write(out, length);
                out.write(wasm, in.position(), length);
            } else {
                out.writeBytes(EMPTY_BODY);
            }
            in.skip(length);
        }
        return out.toByteArray();
    }

    /** Contents of the name section; empty without one. */
    byte[] names() {
        for (Section s : sections) {
            if (s.id == CUSTOM) {
                Leb in = new Leb(wasm, s.body, s.end);
                try {
                    int length = (int) in.u32();
                    int start = in.position();
                    in.skip(length);
                    if (new String(wasm, start, length, StandardCharsets.ISO_8859_1).equals("name")) {
                        return Arrays.copyOfRange(wasm, in.position(), s.end);
                    }
                } catch (Leb.Malformed e) {
                    return new byte[0];
                }
            }
        }
        return new byte[0];
    }
}
