package dev.gyre.engine.chicory.internal.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.gyre.api.engine.CompileCache;
import dev.gyre.api.engine.CompileOptions;
import dev.gyre.api.engine.CompiledModule;
import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.Global;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.ImportBinding;
import dev.gyre.api.engine.ModuleException;
import dev.gyre.api.engine.Store;
import dev.gyre.api.engine.StoreLimits;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.engine.chicory.internal.ChicoryEngine;
import dev.gyre.engine.kit.Guests;
import dev.gyre.wasm.ModuleBinary;
import dev.gyre.wasm.ModuleWriter;
import dev.gyre.wasm.SectionEntry;

class CompileTest {
    private static final class MapCache implements CompileCache {
        final Map<Key, byte[]> entries = new HashMap<>();

        @Override
        public Optional<byte[]> load(Key key) {
            return Optional.ofNullable(entries.get(key));
        }

        @Override
        public void store(Key key, byte[] artefact) {
            entries.put(key, artefact);
        }
    }

    private ChicoryEngine engine = new ChicoryEngine();
    private final MapCache cache = new MapCache();

    private CoreInstance instance(CompiledModule module) {
        return module.prepare(List.of()).instantiate(engine.openStore(new StoreLimits(1 << 24, 100, 10), ""));
    }

    private CompiledModule cached(byte[] wasm) {
        return engine.compile(wasm, new CompileOptions("cached", cache));
    }

    /** As after a restart: nothing is loaded yet. Tells whether it was really compiled. */
    private boolean isCompiledAgain(byte[] wasm) {
        engine = new ChicoryEngine();
        assertArrayEquals(new long[] {0x7a797801}, instance(cached(wasm)).function("run").orElseThrow().call());
        return engine.compilations() > 0;
    }

    @Test
    void whatIsNoCoreModuleIsToldClearly() {
        String message = assertThrows(ModuleException.class, () -> cached("(module)".getBytes(StandardCharsets.US_ASCII))).getMessage();
        assertTrue(message.contains("text format"), message);
        assertTrue(cache.entries.isEmpty());
    }

    /** The function claims a result and leaves none. */
    @Test
    void aModuleThatIsNotValidIsRefusedWithTheReason() {
        byte[] bytes = HexFormat.of().parseHex("0061736d010000000105016000017f030201000a040102000b");
        String message = assertThrows(ModuleException.class, () -> cached(bytes)).getMessage();
        assertTrue(message.startsWith("no valid module: ") && message.contains("type mismatch"), message);
        assertEquals(1, message.lines().count());
    }

    /** So many that all of them are exported: mutable ones, each with its index as its value. */
    private static byte[] globals(int count) {
        List<Integer> all = IntStream.range(0, count).boxed().toList();
        ModuleWriter out = new ModuleWriter();
        out.section(SectionEntry.GLOBAL, all, (o, i) -> o.u8(0x7f).u8(1).u8(0x41).s32(i).u8(0x0b));
        out.section(SectionEntry.EXPORT, all, (o, i) -> o.name("g" + i).u8(3).u32(i));
        return out.toBytes();
    }

    @Test
    void aModuleWithMoreThanAClassCanNameIsRefusedAsThat() {
        byte[] wasm = globals(30_000);
        String message = assertThrows(ModuleException.class, () -> cached(wasm)).getMessage();
        assertTrue(message.startsWith("has more globals, functions or types than chicory can compile"), message);
    }

    @Test
    void globalsMayBeMoreThanOneMethodCanTellApart() {
        int count = 20_000;
        CoreInstance instance = instance(cached(globals(count)));
        for (int i = 0; i < count; i += 7) {
            Global global = (Global) instance.export("g" + i).orElseThrow();
            assertEquals(i, global.get());
            global.set(-i);
            assertEquals(-i, (int) global.get());
        }
    }

    @Test
    void aCachedModuleIsNotCompiledAgain() {
        CompiledModule first = cached(Guests.bytes("growing"));
        assertEquals(1, engine.compilations());
        engine = new ChicoryEngine();
        CompiledModule second = cached(Guests.bytes("growing"));
        assertEquals(0, engine.compilations());
        assertEquals(first.exports(), second.exports());
        assertArrayEquals(new long[] {1}, instance(second).function("grow").orElseThrow().call(1));
        CompileCache.Key key = cache.entries.keySet().iterator().next();
        assertEquals(64, key.moduleDigest().length());
        assertEquals("chicory", key.engine());
        assertEquals(engine.version(), key.engineVersion());
        cached(Guests.bytes("f-bulk-memory"));
        assertEquals(1, engine.compilations());
        assertEquals(2, cache.entries.size());
    }

    @Test
    void theModulesBytesAreNeitherChangedNorKept() {
        byte[] wasm = Guests.bytes("f-bulk-memory");
        CompiledModule module = cached(wasm);
        assertArrayEquals(Guests.bytes("f-bulk-memory"), wasm);
        Arrays.fill(wasm, (byte) 0xff);
        assertArrayEquals(new long[] {0x7a797801}, instance(module).function("run").orElseThrow().call());
    }

    /** Programs for a language VM are the VM's code with other data. */
    @Test
    void modulesThatDifferInTheirDataShareTheirCode() {
        byte[] wasm = Guests.bytes("f-bulk-memory");
        CompiledModule first = cached(wasm);
        byte[] other = withLastDataByte(wasm, (byte) 0x41);
        CompiledModule second = cached(other);
        assertEquals(1, engine.compilations());
        assertEquals(1, cache.entries.size());
        assertNotEquals(instance(first).function("run").orElseThrow().call()[0], instance(second).function("run").orElseThrow().call()[0]);
        assertArrayEquals(new long[] {0x7a797801}, instance(first).function("run").orElseThrow().call());
        engine = new ChicoryEngine();
        assertArrayEquals(instance(second).function("run").orElseThrow().call(), instance(cached(other)).function("run").orElseThrow().call());
        assertEquals(0, engine.compilations());
    }

    /** Their data was not looked at when the code was compiled. */
    @Test
    void dataThatIsNotValidIsRefusedAlsoWhenTheCodeIsKnown() {
        cached(Guests.bytes("f-bulk-memory"));
        byte[] wasm = Guests.bytes("f-bulk-memory");
        ModuleBinary binary = ModuleBinary.read(wasm);
        ModuleWriter out = new ModuleWriter();
        int segments = binary.data().size();
        binary.sections().forEach(s -> {
            if (s.id() == SectionEntry.DATA) {
                // All of them in a memory there is not.
                out.section(s.id(), java.util.Collections.nCopies(segments, 0), (o, x) -> o.u32(2).u32(7).u8(0x41).u8(0).u8(0x0b).u32(0));
            } else {
                out.copy(binary, s);
            }
        });
        String message = assertThrows(ModuleException.class, () -> cached(out.toBytes())).getMessage();
        assertTrue(message.startsWith("no valid module: ") && message.contains("memory"), message);
    }

    /** {@code (import "" "" (func)) (start 0)}, as a component made of Rust has it. */
    @Test
    void anImportMayHaveNoName() {
        CompiledModule module = cached(HexFormat.of().parseHex("0061736d0100000001040160000002050100000000080100"));
        assertEquals("", module.imports().getFirst().module());
        assertEquals("", module.imports().getFirst().name());
        int[] calls = new int[1];
        module.prepare(List.of(new ImportBinding.Host(new HostFunction("initialize", (ExternType.Func) module.imports().getFirst().type(), (caller, args) -> {
            calls[0]++;
            return args;
        })))).instantiate(engine.openStore(new StoreLimits(1 << 24, 100, 10), ""));
        assertEquals(1, calls[0]);
    }

    private static byte[] withLastDataByte(byte[] wasm, byte value) {
        byte[] other = wasm.clone();
        other[ModuleBinary.read(wasm).data().getLast().data().end() - 1] = value;
        return other;
    }

    @Test
    void aMalformedNameSectionIsReadAsFarAsItGoes() {
        byte[] wasm = Guests.bytes("traps");
        for (int i = wasm.length - 60; i < wasm.length; i++) {
            wasm[i] = (byte) 0xff;
        }
        CompiledModule module = cached(wasm);
        CoreInstance instance = module.prepare(List.of(new ImportBinding.Host(new HostFunction("f",
                (ExternType.Func) module.imports().getFirst().type(), (caller, args) -> args))))
                .instantiate(engine.openStore(new StoreLimits(1 << 24, 100, 10), ""));
        TrapException e = assertThrows(TrapException.class, () -> instance.function("unreachable").orElseThrow().call());
        assertEquals("[cached!innermost, cached!middle, cached!unreachable]", e.frames().toString());
    }

    @Test
    void aDamagedArtefactIsCompiledAgainNotRun() {
        byte[] wasm = Guests.bytes("f-bulk-memory");
        cached(wasm);
        CompileCache.Key key = cache.entries.keySet().iterator().next();
        byte[] good = cache.entries.get(key);
        for (int at : new int[] {0, 4, 8, 20, 40, good.length / 2, good.length - 1}) {
            byte[] damaged = good.clone();
            damaged[at] ^= 1;
            cache.entries.put(key, damaged);
            assertTrue(isCompiledAgain(wasm));
            assertArrayEquals(good, cache.entries.get(key), "the entry is replaced");
        }
        for (int length : new int[] {0, 3, 7, 10, 36, good.length - 1}) {
            cache.entries.put(key, Arrays.copyOf(good, length));
            assertTrue(isCompiledAgain(wasm));
        }
    }

    @Test
    void anArtefactTheJvmRefusesIsCompiledAgain() {
        byte[] wasm = Guests.bytes("f-bulk-memory");
        cached(wasm);
        CompileCache.Key key = cache.entries.keySet().iterator().next();
        Artefact good = Artefact.decode(cache.entries.get(key)).orElseThrow();
        Map<String, byte[]> classes = new LinkedHashMap<>(good.classes());
        classes.replaceAll((name, bytes) -> name.contains("FuncGroup") ? new byte[] {1, 2, 3} : bytes);
        cache.entries.put(key, new Artefact(good.machine(), classes, good.module(), good.functions(), good.interpreted()).encode());
        assertTrue(isCompiledAgain(wasm));
    }

    /** What {@code itests/guests/huge.py} writes: one function of several times the size the JVM compiles. */
    @Test
    @Timeout(300)
    void aLargeFunctionIsCompiledInParts() throws Exception {
        CompiledModule module = cached(Files.readAllBytes(Path.of("../../itests/guests/huge.wasm")));
        Artefact artefact = Artefact.decode(cache.entries.values().iterator().next()).orElseThrow();
        assertEquals(Set.of(), artefact.interpreted());
        long parts = artefact.classes().values().stream().map(ClassFile.of()::parse).flatMap(c -> c.methods().stream())
                .filter(m -> m.methodName().stringValue().startsWith("func_")).peek(m -> {
                    int bytes = m.findAttribute(Attributes.code()).orElseThrow().codeLength();
                    assertTrue(bytes <= 8000, m.methodName() + " has " + bytes + " bytes");
                }).count();
        assertTrue(parts > artefact.functions() + 5, parts + " methods");
        for (int i = 0; i < 2; i++) {
            assertArrayEquals(new long[] {0x344ab979}, instance(module).function("giant").orElseThrow().call(1));
        }
    }

    @Test
    @Timeout(300)
    void aFunctionTooLargeForTheJvmRunsInTheInterpreterAndIsNamed() throws Exception {
        ModuleCompiler compiler = new ModuleCompiler("chicory", "test");
        byte[] wasm = HugeModule.bytes();
        for (int i = 0; i < 2; i++) {
            assertEquals(List.of("huge"), compiler.compile(wasm, new CompileOptions("huge", cache)).code().interpreted());
        }
        assertEquals(1, compiler.compilations());
        assertEquals(List.of(), compiler.compile(Guests.bytes("growing"), CompileOptions.uncached("growing")).code().interpreted());
        for (int i = 0; i < 2; i++) {
            CoreInstance instance = instance(cached(wasm));
            assertArrayEquals(new long[] {7 + HugeModule.STEPS + 5}, instance.function("huge").orElseThrow().call(7));
            assertEquals(7 + HugeModule.STEPS + 5, (int) handle(instance, 7));
        }
        assertEquals(1, engine.compilations());
    }

    @Test
    @Timeout(300)
    void aFunctionThatTheInterpreterWouldGetWrongIsRefused() {
        // (local.set 0 (...)) of (block (param i32) (result i32) (local.get 0)) and (i32.reinterpret_f32 (...)) of the operators
        Map<String, int[]> wrong = Map.of("blocks with parameters", new int[] {0x20, 0, 0x02, 0, 0x0b, 0x21, 0}, "f32.copysign",
                new int[] {0x43, 0, 0, 0, 0, 0x43, 0, 0, 0, 0, 0x98, 0xbc, 0x21, 0}, "f32.convert_i64_u", new int[] {0x42, 1, 0xb5, 0xbc, 0x21, 0});
        wrong.forEach((what, code) -> {
            String message = assertThrows(ModuleException.class, () -> cached(HugeModule.with(code)), what).getMessage();
            assertTrue(message.startsWith("function 0 is too large to be compiled for the JVM, and chicory's interpreter computes " + what + " wrongly"), message);
        });
    }

    @Test
    void interpretedStoresDoNotWrapAround() {
        CoreInstance instance = instance(cached(HugeModule.bytes()));
        assertEquals(TrapKind.OUT_OF_BOUNDS_MEMORY, assertThrows(TrapException.class, () -> instance.function("huge").orElseThrow().call(-4)).kind());
    }

    /** Whatever branch goes back: br, br_if and br_table. */
    @Test
    @Timeout(300)
    void interpretedLoopsAreStopped() throws Exception {
        byte[] wasm = HugeModule.bytes();
        for (long loop : new long[] {-1, -2, -3}) {
            CoreInstance instance = instance(cached(wasm));
            Store store = instance.store();
            Thread interrupter = Thread.ofVirtual().start(() -> {
                try {
                    Thread.sleep(100);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                store.interrupt(TrapKind.DEADLINE);
            });
            assertEquals(TrapKind.DEADLINE, assertThrows(TrapException.class, () -> instance.function("huge").orElseThrow().call(loop)).kind());
            interrupter.join();
        }
    }

    private static int handle(CoreInstance instance, int argument) {
        try {
            return (int) instance.function("huge").orElseThrow().handle().invokeExact(argument);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
