package dev.gyre.engine.chicory.internal.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.gyre.api.engine.CompileOptions;
import dev.gyre.api.engine.CompiledModule;
import dev.gyre.api.engine.CoreFunction;
import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.ExportType;
import dev.gyre.api.engine.Extern;
import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.ImportBinding;
import dev.gyre.api.engine.ModuleException;
import dev.gyre.api.engine.Store;
import dev.gyre.api.engine.StoreLimits;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.engine.chicory.internal.ChicoryEngine;
import dev.gyre.engine.kit.Guests;

/** Cut and changed modules: each is refused with one line or runs, and traps at worst. */
@Timeout(120)
class DamagedModuleTest {
    /** 1 tries every byte, and takes half a minute. */
    private static final int STRIDE = Integer.getInteger("stride", 7);
    private final ChicoryEngine engine = new ChicoryEngine();
    private int refused;
    private int ran;

    @Test
    void everyPrefixIsRefusedOrRuns() throws IOException {
        byte[] wasm = Guests.bytes("provider");
        for (int length = 0; length < wasm.length; length++) {
            tryOut(Arrays.copyOf(wasm, length));
        }
        assertTrue(refused > wasm.length / 2);
    }

    @Test
    void modulesWithChangedBytesAreRefusedOrRun() throws IOException {
        Random random = new Random(1);
        for (String name : List.of("provider", "traps", "f-exceptions", "f-reference-types")) {
            byte[] wasm = Guests.bytes(name);
            for (int i = 8; i < wasm.length; i += STRIDE) {
                byte[] changed = wasm.clone();
                changed[i] = (byte) switch (random.nextInt(4)) {
                    case 0 -> wasm[i] + 1;
                    case 1 -> wasm[i] - 1;
                    case 2 -> wasm[i] ^ 1 << random.nextInt(8);
                    default -> random.nextInt(256);
                };
                tryOut(changed);
            }
        }
        assertTrue(refused > 20 && ran > 20, () -> refused + " refused, " + ran + " ran");
    }

    private void tryOut(byte[] wasm) {
        try (Store store = engine.openStore(new StoreLimits(1 << 24, 10_000, 10), "")) {
            CompiledModule module = engine.compile(wasm, CompileOptions.uncached("damaged"));
            List<ImportBinding> bindings = new ArrayList<>();
            List<Extern> externs = new ArrayList<>();
            module.imports().forEach(i -> {
                if (i.type() instanceof ExternType.Func f) {
                    bindings.add(new ImportBinding.Host(new HostFunction(i.name(), f, (caller, args) -> new long[f.results().size()])));
                } else {
                    bindings.add(new ImportBinding.Deferred(externs.size()));
                    externs.add(switch (i.type()) {
                        case ExternType.Mem m -> store.memory(m);
                        case ExternType.Tab t -> store.table(t);
                        case ExternType.Glob g -> store.global(g, -1);
                        case ExternType t -> throw new ModuleException("import of kind " + t);
                    });
                }
            });
            CoreInstance instance = module.prepare(bindings).instantiate(store, externs);
            for (ExportType export : module.exports()) {
                if (instance.export(export.name()).orElseThrow() instanceof CoreFunction f) {
                    call(f);
                }
            }
            ran++;
        } catch (ModuleException e) {
            refused++;
            assertEquals(1, e.getMessage().lines().count(), e.getMessage());
        } catch (TrapException e) {
            ran++;
        }
    }

    private static void call(CoreFunction f) {
        try {
            f.call(f.type().params().stream().mapToLong(p -> p.name().endsWith("REF") ? -1 : 0).toArray());
        } catch (TrapException e) {
            assertTrue(e.kind() != TrapKind.ENGINE_FAILURE, () -> e.getMessage() + " " + Arrays.toString(e.getStackTrace()));
        }
    }
}
