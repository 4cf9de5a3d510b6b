package dev.gyre.component.bind;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;

import dev.gyre.api.engine.Store;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.host.WitError;
import dev.gyre.api.host.WitFailure;
import dev.gyre.api.host.WitFile;
import dev.gyre.api.host.WitParent;
import dev.gyre.api.host.WitResource;
import dev.gyre.api.host.WitResult;
import dev.gyre.component.link.HostCall;
import dev.gyre.component.link.HostInterface;
import dev.gyre.component.link.HostResource;
import dev.gyre.component.value.Case;
import dev.gyre.component.value.Result;
import dev.gyre.component.wit.WitInterface;
import dev.gyre.component.wit.WitPackages;

class WitBinderTest {
    private static final String TYPES = """
            package t:t@1.0.0;
            interface i {
                record point { x: s32, y-axis: u32 }
                variant shape { dot, circle(f64), DNS-name(string) }
                enum level { low, very-high }
                flags access { read, write }
                resource box { constructor(n: u32); size: func() -> u32; of: static func(n: u32) -> box; grow: func(by: u16); }
                swap: func(p: point) -> point;
                area: func(s: shape) -> option<f64>;
                name: func() -> shape;
                raise: func(l: level) -> level;
                merge: func(a: access, b: list<access>) -> access;
                open: func(name: string) -> result<box, level>;
                check: func(ok: bool) -> result;
                settle: func(r: result<u8, string>) -> result<string, u8>;
                sum: func(of: list<u64>, names: list<string>) -> u64;
            }
            """;

    public record Point(int x, long yAxis) {
    }

    public sealed interface Shape {
        record Dot() implements Shape { }

        record Circle(double radius) implements Shape { }

        record DnsName(String name) implements Shape { }
    }

    public enum Level { LOW, VERY_HIGH }

    public enum Access { READ, WRITE }

    public static final class LevelFailure extends WitError {
        private static final long serialVersionUID = 1L;

        public LevelFailure() {
            super("too high");
        }

        @Override
        public Level error() {
            return Level.VERY_HIGH;
        }
    }

    public static final class Box implements AutoCloseable {
        static final List<Box> CLOSED = new ArrayList<>();
        private int n;

        public Box(int n) {
            this.n = n;
        }

        public static Box of(int n) {
            return new Box(n);
        }

        public int size() {
            return n;
        }

        @Override
        public void close() {
            CLOSED.add(this);
        }
    }

    @WitResource(name = "box", type = Box.class)
    public static class Impl {
        public Point swap(Point p) {
            return new Point((int) p.yAxis, p.x & 0xffff_ffffL);
        }

        public Optional<Double> area(Shape s) {
            return s instanceof Shape.Circle c ? Optional.of(c.radius) : Optional.empty();
        }

        public Shape name() {
            return new Shape.DnsName("n");
        }

        public Level raise(Level l) {
            return Level.VERY_HIGH;
        }

        public Set<Access> merge(Set<Access> a, List<Set<Access>> b) {
            Set<Access> all = new java.util.HashSet<>(a);
            b.forEach(all::addAll);
            return all;
        }

        public Box open(String name) throws LevelFailure {
            if (name.isEmpty()) {
                throw new LevelFailure();
            }
            return new Box(name.length());
        }

        public void check(boolean ok) throws WitFailure {
            if (!ok) {
                throw new WitFailure();
            }
        }

        public WitResult<String, Integer> settle(WitResult<Integer, String> r) {
            return switch (r) {
                case WitResult.Ok<Integer, String>(var v) -> WitResult.error(v.orElseThrow());
                case WitResult.Err<Integer, String>(var e) -> WitResult.ok(e.orElseThrow());
            };
        }

        public long sum(long[] of, List<String> names) {
            return of[0] + names.size();
        }

        public void boxGrow(Box self, int by) {
            self.n += by;
        }
    }

    /** @param closing whether the instance is being closed */
    private record Call(boolean closing) implements HostCall {
        @Override
        public Object data() {
            return "event";
        }

        @Override
        public Store store() {
            throw new AssertionError("nobody asks for the store");
        }
    }

    private static final HostCall CALL = new Call(false);

    /** One that has parts until it is closed. */
    public static final class Tree implements WitParent, AutoCloseable {
        private boolean closed;

        @Override
        public boolean hasParts() {
            return true;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    /** Its functions do not matter. */
    @WitResource(name = "tree", type = Tree.class)
    public static final class Wood {
    }

    @Test
    void whatHasPartsIsDroppedAfterThemUnlessAllIsClosed() {
        HostInterface wood = WitBinder.bind(wit("package t:t@1.0.0; interface i { resource tree; }"), Wood.class).link(call -> new Wood());
        HostResource.Destructor destructor = wood.resources().get("tree").destructor();
        Tree tree = new Tree();
        assertThrows(TrapException.class, () -> destructor.drop(CALL, tree));
        assertFalse(tree.closed);
        destructor.drop(new Call(true), tree);
        assertTrue(tree.closed);
    }

    private static WitInterface wit(String text) {
        return WitPackages.parse(List.of(new WitFile("t.wit", text))).interfaces().getFirst();
    }

    private final HostInterface bound = WitBinder.bind(wit(TYPES), Impl.class).link(call -> new Impl());

    private Object call(String function, Object... args) {
        return bound.functions().get(function).body().call(CALL, args);
    }

    @Test
    void everyKindOfValueGoesInAndOut() {
        assertArrayEquals(new Object[] {-1, 7}, (Object[]) call("swap", (Object) new Object[] {7, -1}));
        assertEquals(Optional.of(2.0), call("area", Case.of(1, 2.0)));
        assertEquals(Optional.empty(), call("area", Case.of(0)));
        assertEquals(Case.of(2, "n"), call("name"));
        assertEquals(1, call("raise", 0));
        assertEquals(3, call("merge", 1, List.of(2, 0)));
        assertEquals(Result.error((byte) -1), call("settle", Result.ok((byte) -1)));
        assertEquals(Result.ok("no"), call("settle", Result.error("no")));
        assertEquals(9L, call("sum", new long[] {7}, List.of("a", "b")));
    }

    @Test
    void errorsAreThrownAndReturned() {
        assertEquals(Result.error(1), call("open", ""));
        assertTrue(((Result.Ok) call("open", "abc")).payload().orElseThrow() instanceof Box);
        assertEquals(Result.ok(), call("check", true));
        assertEquals(Result.error(), call("check", false));
    }

    @Test
    void resourcesAreJavaObjects() {
        Object box = call("[constructor]box", 3);
        assertEquals(3, call("[method]box.size", box));
        call("[method]box.grow", box, (short) 4);
        assertEquals(7, call("[method]box.size", box));
        assertEquals(2, call("[method]box.size", call("[static]box.of", 2)));
        bound.resources().get("box").destructor().drop(CALL, box);
        assertTrue(Box.CLOSED.contains(box));
    }

    public static class NoMethod {
        public void sendMesage(String s) {
        }
    }

    public static class Wrong {
        public void send(int s) {
        }
    }

    public static class Surplus {
        public String send(String s) {
            return s;
        }
    }

    public static class Undeclared {
        public void send(String s) throws WitFailure {
        }
    }

    private static String problem(Class<?> type) {
        return assertThrows(BindException.class,
                () -> WitBinder.bind(wit("package a:q@1.0.0; interface publish { send: func(m: string); }"), type)).getMessage();
    }

    @Test
    void aMismatchShowsBothSides() {
        String wit = "interface a:q/publish@1.0.0, function \"send\", func(m: string): ";
        assertEquals(wit + "there is no public method for it; " + NoMethod.class.getName() + " would have a method \"send\"; it has: sendMesage", problem(NoMethod.class));
        String shape = wit + "the Java side does not fit: \"public %s " + WitBinderTest.class.getName() + "$%s.send(%s)\": %s";
        assertEquals(shape.formatted("void", "Wrong", "int", "parameter \"m\": a string is String in Java, not int"), problem(Wrong.class));
        assertEquals(shape.formatted("java.lang.String", "Surplus", "java.lang.String", "it returns a value, and the function does not"), problem(Surplus.class));
        assertTrue(problem(Undeclared.class).contains("it throws dev.gyre.api.host.WitFailure, and the function returns no result"), problem(Undeclared.class));
    }

    @WitResource(name = "bocks", type = Box.class)
    public static class Misnamed extends Impl {
    }

    @Test
    void aResourceThatIsNotThereIsAMismatch() {
        assertTrue(assertThrows(BindException.class, () -> WitBinder.bind(wit(TYPES), Misnamed.class)).getMessage().contains("has no resource \"bocks\""));
    }
}
