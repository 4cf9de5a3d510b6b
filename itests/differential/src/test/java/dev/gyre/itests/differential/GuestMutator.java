package dev.gyre.itests.differential;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.gyre.engine.kit.generate.Call;
import dev.gyre.engine.kit.generate.Choices;
import dev.gyre.engine.kit.generate.Program;
import dev.gyre.wasm.CodeReader;
import dev.gyre.wasm.EntityKind;
import dev.gyre.wasm.ExportEntry;
import dev.gyre.wasm.FuncType;
import dev.gyre.wasm.ModuleBinary;
import dev.gyre.wasm.Op;

/**
 * Changes the examples' guests: operators for others of the same type, constants for others of the same length. What comes out is
 * valid, and has the shape of code that compilers make.
 */
final class GuestMutator {
    /** Opcodes from one to another, all of the same type. */
    private static final int[][] ALIKE = {{0x46, 0x4f}, {0x51, 0x5a}, {0x5b, 0x60}, {0x61, 0x66}, {0x67, 0x69}, {0x6a, 0x78}, {0x79, 0x7b}, {0x7c, 0x8a},
            {0x99, 0x9a}, {0xc0, 0xc1}, {0xc2, 0xc4}, {0x2c, 0x2d}, {0x2e, 0x2f}, {0x30, 0x31}, {0x32, 0x33}, {0x34, 0x35}};
    private static final int CONSTANT = 0x41;
    private static final int NOT = 0x45;
    private static final int MUTATIONS = 12;
    /** Where the header says whether it is a component. */
    private static final int LAYER = 6;

    private record Guest(String name, byte[] wasm, List<ExportEntry> functions) {
    }

    private final List<Guest> guests;

    private GuestMutator(List<Guest> guests) {
        this.guests = guests;
    }

    /** Of all built examples that are core modules. */
    static GuestMutator ofExamples() {
        Path examples = Path.of(System.getProperty("gyre.root"), "examples");
        try (Stream<Path> files = Files.walk(examples)) {
            return new GuestMutator(files.filter(f -> f.toString().endsWith(".wasm") && !f.toString().contains("/target/")).sorted().map(GuestMutator::read)
                    .flatMap(Optional::stream).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nothing for a component. */
    private static Optional<Guest> read(Path file) {
        try {
            byte[] wasm = Files.readAllBytes(file);
            return wasm[LAYER] != 0 ? Optional.empty() : Optional.of(new Guest(file.getFileName().toString(), wasm,
                    ModuleBinary.read(wasm).exports().stream().filter(e -> e.kind() == EntityKind.FUNCTION).toList()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Program mutate(String name, Choices choices) {
        Guest guest = guests.get(choices.below(guests.size()));
        ModuleBinary module = ModuleBinary.read(guest.wasm());
        byte[] wasm = guest.wasm().clone();
        int count = choices.below(MUTATIONS);
        for (int i = 0; i < count; i++) {
            change(module, wasm, choices);
        }
        List<Call> calls = new ArrayList<>();
        int made = 1 + choices.below(3);
        for (int i = 0; i < made; i++) {
            ExportEntry export = guest.functions().get(choices.below(guest.functions().size()));
            FuncType type = module.typeOf(export.index()).orElseThrow();
            calls.add(new Call(export.name(), type.params().stream().map(p -> (long) choices.below(2048)).toList()));
        }
        return new Program(name + " of " + guest.name(), wasm, calls);
    }

    private static void change(ModuleBinary module, byte[] wasm, Choices choices) {
        int function = module.importedFunctions() + choices.below(module.functions() - module.importedFunctions());
        CodeReader code = new CodeReader(module.bytes(), module.body(function).orElseThrow().code());
        List<Runnable> possible = new ArrayList<>();
        int before = Op.NOP;
        while (code.next()) {
            int at = code.start();
            int end = code.end();
            int op = code.op();
            for (int[] alike : ALIKE) {
                if (op >= alike[0] && op <= alike[1]) {
                    possible.add(() -> wasm[at] = (byte) (alike[0] + choices.below(alike[1] - alike[0] + 1)));
                }
            }
            if (op == CONSTANT) {
                // The bits of the number alone: its length, and with the last byte its range, stay.
                possible.add(() -> wasm[at + 1] = (byte) (wasm[at + 1] & 0x80 | choices.below(end - at == 2 ? 128 : 127)));
            } else if (op == Op.BR_IF && before == NOT) {
                possible.add(() -> wasm[at - 1] = Op.NOP);
            }
            before = op;
        }
        if (!possible.isEmpty()) {
            possible.get(choices.below(possible.size())).run();
        }
    }
}
