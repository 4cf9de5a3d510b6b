package dev.gyre.engine.chicory.internal.compile;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.function.IntPredicate;

import dev.gyre.wasm.ModuleBinary;
import dev.gyre.wasm.ModuleWriter;
import dev.gyre.wasm.SectionEntry;
import dev.gyre.wasm.Span;
import dev.gyre.wasm.WasmOutput;

/**
 * Cuts a module down to what is needed once its functions are compiled: parsing dominates a start from the cache otherwise. Nor is its data
 * in it: programs for a language VM are often the same code with other data, and share what that was compiled to.
 */
final class Stripped {
    /** A body that traps: size 3, no locals, {@code unreachable}, {@code end}. */
    private static final byte[] EMPTY_BODY = {3, 0, 0, 0x0b};
    /** Passive, without a byte. */
    private static final byte[] EMPTY_DATA = {1, 0};

    private Stripped() {
    }

    /**
     * The module without the bodies of compiled functions, without data and its count, and without custom sections, except names.
     *
     * @param kept functions, imports counted, whose bodies are still needed
     */
    static byte[] of(ModuleBinary module, Set<Integer> kept) {
        ModuleWriter out = new ModuleWriter();
        for (SectionEntry section : module.sections()) {
            if (section.id() == SectionEntry.CODE) {
                out.section(SectionEntry.CODE, code(module, kept::contains));
            } else if (isOfCode(section) && section.id() != SectionEntry.DATA_COUNT) {
                out.copy(module, section);
            }
        }
        return out.toBytes();
    }

    /** The module with functions that trap, otherwise as it is. */
    static byte[] outline(ModuleBinary module) {
        ModuleWriter out = new ModuleWriter();
        for (SectionEntry section : module.sections()) {
            if (section.id() == SectionEntry.CODE) {
                out.section(SectionEntry.CODE, code(module, function -> false));
            } else {
                out.copy(module, section);
            }
        }
        return out.toBytes();
    }

    /**
     * What has to do with a few functions: all others trap, and segments of data, which have their numbers, are empty.
     *
     * @param from the first, imports counted
     * @param to   behind the last
     */
    static byte[] piece(ModuleBinary module, int from, int to) {
        ModuleWriter out = new ModuleWriter();
        for (SectionEntry section : module.sections()) {
            switch (section.id()) {
                case SectionEntry.CODE -> out.section(SectionEntry.CODE, code(module, function -> function >= from && function < to));
                case SectionEntry.DATA -> out.section(SectionEntry.DATA, module.data(), (segment, data) -> segment.bytes(EMPTY_DATA));
                case SectionEntry.CUSTOM -> { }
                default -> out.copy(module, section);
            }
        }
        return out.toBytes();
    }

    /** Tells modules apart that differ in more than their data, and custom sections that are not names. SHA-256 in lower-case hex. */
    static String digest(ModuleBinary module) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (SectionEntry section : module.sections()) {
                if (isOfCode(section)) {
                    digest.update(new WasmOutput().u8(section.id()).u32(section.body().length()).toByteArray());
                    digest.update(module.bytes(), section.body().start(), section.body().length());
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static boolean isOfCode(SectionEntry section) {
        return section.id() == SectionEntry.CUSTOM ? section.name().equals("name") : section.id() != SectionEntry.DATA;
    }

    /** What was stripped, with the data of a module of the same {@link #digest}. */
    static byte[] withData(ModuleBinary stripped, ModuleBinary module) {
        ModuleWriter out = new ModuleWriter();
        for (SectionEntry section : stripped.sections()) {
            if (section.id() == SectionEntry.CODE) {
                module.section(SectionEntry.DATA_COUNT).ifPresent(count -> out.copy(module, count));
            }
            out.copy(stripped, section);
        }
        module.section(SectionEntry.DATA).ifPresent(data -> out.copy(module, data));
        return out.toBytes();
    }

    private static byte[] code(ModuleBinary module, IntPredicate kept) {
        WasmOutput out = new WasmOutput().u32(module.bodies().size());
        int index = module.importedFunctions();
        for (Span body : module.bodies()) {
            if (kept.test(index++)) {
                out.u32(body.length()).bytes(module.bytes(), body.start(), body.end());
            } else {
                out.bytes(EMPTY_BODY);
            }
        }
        return out.toByteArray();
    }
}
