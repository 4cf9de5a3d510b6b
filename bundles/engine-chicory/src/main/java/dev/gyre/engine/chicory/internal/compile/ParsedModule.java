package dev.gyre.engine.chicory.internal.compile;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.NameCustomSection;

import dev.gyre.api.engine.CompileOptions.Progress;
import dev.gyre.wasm.ModuleBinary;
import dev.gyre.wasm.Parallel;
import dev.gyre.wasm.Span;

/**
 * A module for Chicory's compiler. Chicory's parser makes hundreds of bytes of each byte of code, and of a module at a time: what it gets of a large one
 * are pieces, modules in which all functions trap but a few. So that several threads read it, and what they read is gone when it is compiled. Immutable
 * and thread-safe.
 */
final class ParsedModule {
    /** Less code is no piece. */
    private static final int LEAST = 1 << 16;
    /** In each piece there is something of every function and element. */
    private static final int MOST = 24;

    private final ModuleBinary binary;
    private final boolean divisible;
    private final boolean whole;
    private final WasmModule outline;

    /**
     * Functions of which a piece has the bodies, imports counted.
     *
     * @param from  the first
     * @param to    behind the last
     * @param bytes of the bodies
     */
    record Piece(int from, int to, long bytes) {
    }

    /**
     * Reads all but the bodies.
     *
     * @param divisible whether functions can be compiled without the bodies of others
     */
    ParsedModule(ModuleBinary binary, boolean divisible) {
        this.binary = binary;
        this.divisible = divisible;
        this.whole = !divisible || bytes(binary) <= LEAST;
        this.outline = parse(whole ? binary.bytes() : Stripped.outline(binary));
    }

    /** Another one read in the same way. */
    ParsedModule of(ModuleBinary other) {
        return new ParsedModule(other, divisible);
    }

    /** Names are read by {@link FunctionNames}: a malformed name section is no reason to refuse a module. */
    static WasmModule parse(byte[] wasm) {
        NameCustomSection none = NameCustomSection.parse(new byte[0]);
        return Parser.builder().withValidation(true).withCustomParsers(Map.of("name", section -> none)).build().parse(() -> new ByteArrayInputStream(wasm));
    }

    private static long bytes(ModuleBinary binary) {
        return binary.bodies().stream().mapToLong(Span::length).sum();
    }

    ModuleBinary binary() {
        return binary;
    }

    /** The module; its functions may trap. */
    WasmModule outline() {
        return outline;
    }

    /** Reads all bodies once, and keeps nothing. @throws RuntimeException Chicory's or a ModuleException when one is not valid */
    void check(Progress progress) {
        Indices.check(outline);
        if (!whole) {
            forEachPiece(1, progress, (piece, module) -> Indices.checkCode(module));
        }
    }

    /**
     * Reads the module piece by piece, on all processors.
     *
     * @param group pieces begin at multiples of it
     */
    void forEachPiece(int group, Progress progress, BiConsumer<Piece, WasmModule> action) {
        List<Piece> pieces = pieces(group);
        long all = bytes(binary);
        AtomicLong done = new AtomicLong();
        Parallel.forEach(pieces.size(), i -> {
            Piece piece = pieces.get(i);
            action.accept(piece, whole ? outline : parse(Stripped.piece(binary, piece.from, piece.to)));
            progress.compiled(done.addAndGet(piece.bytes), all);
        });
    }

    private List<Piece> pieces(int group) {
        long least = Math.max(LEAST, bytes(binary) / MOST);
        List<Piece> pieces = new ArrayList<>();
        int from = 0;
        long bytes = 0;
        for (int function = 0; function < binary.functions(); function++) {
            bytes += function < binary.importedFunctions() ? 0 : binary.bodies().get(function - binary.importedFunctions()).length();
            int next = function + 1;
            if (next == binary.functions() || next % group == 0 && bytes >= least) {
                pieces.add(new Piece(from, next, bytes));
                from = next;
                bytes = 0;
            }
        }
        return pieces;
    }
}
