package dev.gyre.component.internal.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import dev.gyre.api.engine.TrapException;
import dev.gyre.component.internal.runtime.ResourceDesc;
import dev.gyre.component.type.ValueType;
import dev.gyre.component.value.Case;
import dev.gyre.component.value.Result;

/** Generated code against codecs: the same results, traps, requests in the same order, and bytes; of good input and of bad. */
class AdapterTest {
    private static final int TYPES = Integer.getInteger("gyre.types", 150);
    private static final int VALUES = 12;
    private static final int DEPTH = 4;

    private final Codecs codecs = codecs(0);
    private final Codecs others = codecs(10);
    private final TreeMap<String, Integer> ends = new TreeMap<>();

    /** @param instance tells the resources from those of others */
    private static Codecs codecs(int instance) {
        List<ResourceDesc> descs = IntStream.range(0, RandomTypes.RESOURCES.size())
                .mapToObj(i -> new ResourceDesc(RandomTypes.RESOURCES.get(i), instance + i, OptionalInt.empty(), Optional.empty())).toList();
        return new Codecs(r -> descs.get(RandomTypes.RESOURCES.indexOf(r)));
    }

    /** What a call does, as {@link #run} writes it down. */
    private interface Action {
        Object run(List<String> log);
    }

    @Test
    void valuesOfTheHostAreLoweredAlike() {
        forTypes((type, random) -> {
            Codec codec = codecs.of(type);
            for (boolean flat : forms(codec)) {
                Lowerer generated = LowerCode.write(codec, flat);
                Lowerer interpreted = (cx, to, at, value) -> lower(cx, codec, flat, to, value);
                for (int i = 0; i < VALUES; i++) {
                    Object value = new RandomValues(random, i % 2 * (2 + random.nextInt(20))).value(type);
                    Script script = new Script(random);
                    same(() -> type + " flat " + flat + " " + text(value), log -> lowered(interpreted, script, flat, codec, value, log),
                            log -> lowered(generated, script, flat, codec, value, log));
                }
            }
        });
        covered("ok", "ValueException", "TrapException");
    }

    @Test
    void valuesOfGuestsAreLiftedAlike() {
        forTypes((type, random) -> {
            Codec codec = codecs.of(type);
            for (boolean flat : forms(codec)) {
                Lifter generated = LiftCode.write(codec, flat);
                Lifter interpreted = (cx, from, at) -> lift(cx, codec, flat, from);
                for (int i = 0; i < VALUES; i++) {
                    Image image = new Image(codec, type, flat, random);
                    Script script = new Script(random);
                    same(() -> type + " flat " + flat + " " + image, log -> lifted(interpreted, script, image, log), log -> lifted(generated, script, image, log));
                }
            }
        });
        covered("ok", "TrapException");
    }

    @Test
    void valuesAreMovedBetweenComponentsAlike() {
        forTypes((type, random) -> {
            Codec source = codecs.of(type);
            Codec target = others.of(type);
            for (boolean flat : forms(source)) {
                Taker taker = TakeCode.write(source, flat);
                Giver giver = GiveCode.write(target, flat);
                for (int i = 0; i < VALUES; i++) {
                    Image image = new Image(source, type, flat, random);
                    Script from = new Script(random);
                    Script to = new Script(random);
                    Object before = flat ? new long[source.flat] : image.noise(source.size);
                    same(() -> type + " flat " + flat + " " + image, log -> moved(image, from, to, before, log, (a, b, place) ->
                            lower(b, target, flat, place, lift(a, source, flat, image.values()))), log -> moved(image, from, to, before, log, (a, b, place) -> {
                                Object[] held = new Object[Held.of(source)];
                                taker.take(a, image.values(), 0, place, 0, held);
                                giver.give(b, place, 0, held);
                            }));
                }
            }
        });
        covered("ok", "TrapException");
    }

    /** The largest record and variant for which code is generated; the class asserts the size of its methods itself. */
    @Test
    void codeForLargeTypesIsSmallEnoughForTheCompiler() {
        ValueType pair = new ValueType.ResultType(Optional.of(ValueType.Primitive.U8), Optional.of(ValueType.Primitive.CHAR));
        ValueType[] kinds = {ValueType.Primitive.CHAR, ValueType.Primitive.F32, new ValueType.FlagsType(List.of("a")), new ValueType.OwnType(RandomTypes.RESOURCES.getFirst()), pair,
                new ValueType.ListType(pair), ValueType.Primitive.STRING};
        for (ValueType kind : kinds) {
            for (ValueType type : List.of(new ValueType.TupleType(Collections.nCopies(128, kind)), new ValueType.VariantType(
                    IntStream.range(0, 128).mapToObj(i -> new ValueType.CaseType("c" + i, Optional.of(kind))).toList()))) {
                Codec codec = codecs.of(type);
                assertTrue(AdapterClass.fits(codec));
                for (boolean flat : forms(codec)) {
                    LiftCode.write(codec, flat);
                    LowerCode.write(codec, flat);
                    TakeCode.write(codec, flat);
                    GiveCode.write(codec, flat);
                }
            }
        }
    }

    private void forTypes(BiConsumer<ValueType, Random> test) {
        long seed = Long.getLong("gyre.seed", 1);
        try {
            Random random = new Random(seed);
            for (int i = 0; i < TYPES; i++) {
                test.accept(new RandomTypes(random).type(DEPTH), random);
            }
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("with -Dgyre.seed=" + seed + ": " + e.getMessage(), e);
        }
    }

    private static boolean[] forms(Codec codec) {
        return codec.flat <= Layout.MAX_FLAT_PARAMS ? new boolean[] {false, true} : new boolean[] {false};
    }

    private void covered(String... wanted) {
        for (String end : wanted) {
            assertTrue(ends.getOrDefault(end, 0) > TYPES / 10, end + " is too rare: " + ends);
        }
    }

    private void same(Supplier<String> what, Action codec, Action generated) {
        List<String> expected = run(codec);
        ends.merge(expected.getLast().split(" ")[0], 1, Integer::sum);
        assertEquals(expected, run(generated), what);
    }

    private static List<String> run(Action action) {
        List<String> log = new ArrayList<>();
        try {
            Object result = action.run(log);
            log.add("ok " + text(result));
        } catch (RuntimeException e) {
            log.add(e.getClass().getSimpleName() + " " + e.getMessage());
        }
        return log;
    }

    private static Object lift(Lifting cx, Codec codec, boolean flat, Object from) {
        return flat ? codec.lift(cx, new Flat((long[]) from, 0)) : codec.load(cx, (byte[]) from, 0);
    }

    private static void lower(Lowering cx, Codec codec, boolean flat, Object to, Object value) {
        if (flat) {
            codec.lower(cx, value, new Flat((long[]) to, 0));
        } else {
            codec.store(cx, value, (byte[]) to, 0);
        }
    }

    private static Object lowered(Lowerer lowerer, Script script, boolean flat, Codec codec, Object value, List<String> log) {
        ScriptedScope scope = script.scope("to", false, log);
        Object place = flat ? new long[codec.flat] : new byte[codec.size];
        try {
            lowerer.lower(scope, place, 0, value);
            return place;
        } finally {
            log.add("memory " + Arrays.hashCode(scope.memory.bytes));
        }
    }

    private static Object lifted(Lifter lifter, Script script, Image image, List<String> log) {
        ScriptedScope scope = script.scope("from", script.toComponent, log);
        image.fill(scope);
        return lifter.lift(scope, image.values(), 0);
    }

    private interface Move {
        void run(ScriptedScope from, ScriptedScope to, Object place);
    }

    private static Object moved(Image image, Script from, Script to, Object before, List<String> log, Move move) {
        ScriptedScope source = from.scope("from", true, log);
        ScriptedScope target = to.scope("to", false, log);
        image.fill(source);
        Object place = before instanceof long[] flat ? flat.clone() : ((byte[]) before).clone();
        try {
            move.run(source, target, place);
            return place;
        } finally {
            log.add("memory " + Arrays.hashCode(target.memory.bytes));
        }
    }

    private static String text(Object value) {
        return switch (value) {
            case null -> "null";
            case Optional<?> o -> o.map(v -> "some " + text(v)).orElse("none");
            case Case c -> "case " + c.index() + " " + text(c.payload());
            case Result r -> r.getClass().getSimpleName() + " " + text(r.payload());
            case List<?> l -> "list " + l.stream().map(AdapterTest::text).toList();
            case Object a when a.getClass().isArray() -> a.getClass().getSimpleName() + IntStream.range(0, Array.getLength(a)).mapToObj(i -> text(Array.get(a, i))).toList();
            default -> value.getClass().getSimpleName() + " " + value;
        };
    }

    /** How a scope is: its encoding, and after how many requests it traps. */
    private static final class Script {
        private final Encoding encoding;
        private final int left;
        private final boolean toComponent;

        Script(Random random) {
            encoding = random.nextInt(3) > 0 ? Encoding.UTF8 : Encoding.values()[random.nextInt(3)];
            left = random.nextInt(4) == 0 ? random.nextInt(8) : 1000;
            toComponent = random.nextBoolean();
        }

        ScriptedScope scope(String name, boolean toComponent, List<String> log) {
            return new ScriptedScope(name, encoding, toComponent, log, left);
        }
    }

    /** A guest's memory and the value in it, in most cases spoilt. */
    private static final class Image {
        private final Random random;
        private final byte[] memory;
        private final Object values;

        Image(Codec codec, ValueType type, boolean flat, Random random) {
            this.random = random;
            ScriptedScope scope = new ScriptedScope("", Encoding.values()[random.nextInt(3)], false, new ArrayList<>(), 100_000);
            Object place = flat ? new long[codec.flat] : new byte[codec.size];
            try {
                lower(scope, codec, flat, place, new RandomValues(random, 0).value(type));
            } catch (TrapException e) {
                // more than a page: what is there so far will do
            }
            this.memory = scope.memory.bytes;
            this.values = place;
            for (int i = random.nextInt(4); i > 0; i--) {
                spoil();
            }
        }

        byte[] noise(int size) {
            byte[] noise = new byte[size];
            random.nextBytes(noise);
            return noise;
        }

        private void spoil() {
            if (random.nextBoolean()) {
                memory[random.nextInt(400)] = (byte) random.nextInt();
            } else if (values instanceof byte[] bytes && bytes.length > 0) {
                bytes[random.nextInt(bytes.length)] = (byte) (random.nextBoolean() ? random.nextInt(4) : random.nextInt());
            } else if (values instanceof long[] flat && flat.length > 0) {
                int at = random.nextInt(flat.length);
                flat[at] = switch (random.nextInt(4)) {
                    case 0 -> random.nextLong();
                    case 1 -> random.nextInt();
                    case 2 -> random.nextInt(4);
                    default -> flat[at] ^ 1L << random.nextInt(64);
                };
            }
        }

        Object values() {
            return values;
        }

        void fill(ScriptedScope scope) {
            System.arraycopy(memory, 0, scope.memory.bytes, 0, memory.length);
        }

        @Override
        public String toString() {
            return text(values) + " of " + Arrays.toString(Arrays.copyOf(memory, 400));
        }
    }
}
