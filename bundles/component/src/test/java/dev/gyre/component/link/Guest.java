package dev.gyre.component.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.gyre.api.engine.CompileOptions;
import dev.gyre.api.engine.Store;
import dev.gyre.api.engine.StoreLimits;
import dev.gyre.component.type.FuncType;
import dev.gyre.component.type.ResourceType;
import dev.gyre.component.type.ValueType;
import dev.gyre.engine.chicory.internal.ChicoryEngine;

/** The component of src/test/wat/guest.wat, and the host it imports from. */
final class Guest implements AutoCloseable {
    /** A resource of the host. */
    record Thing(String name) {
    }

    static final ResourceType.Named THING = new ResourceType.Named("acme:things/store@1", "thing");
    static final ValueType POINT = new ValueType.RecordType(List.of(new ValueType.Field("x", ValueType.Primitive.S32),
            new ValueType.Field("y", ValueType.Primitive.F64)));
    private static final ValueType STRING = ValueType.Primitive.STRING;
    private static final ValueType OWN = new ValueType.OwnType(THING);
    private static final ValueType BORROW = new ValueType.BorrowType(THING);
    private static final CompiledComponent COMPILED = component().compile(new ChicoryEngine(), CompileOptions.uncached("guest"));
    private static final LinkedComponent LINKED = COMPILED.link(Imports.of(List.of(store("acme:things/store@1.9.3"))));

    final List<String> dropped = new ArrayList<>();
    final ComponentInstance instance;
    private final Store store;

    Guest() {
        this(ComponentLimits.DEFAULT);
    }

    Guest(ComponentLimits limits) {
        store = new ChicoryEngine().openStore(new StoreLimits(32 << 20, 1000, 10), new ComponentState(this, limits));
        instance = LINKED.instantiate(store);
    }

    static byte[] bytes() {
        try (InputStream in = Guest.class.getResourceAsStream("/guest.wasm")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Component component() {
        return Component.read(bytes());
    }

    static CompiledComponent compiled() {
        return COMPILED;
    }

    Object call(String function, Object... args) {
        return LINKED.function(function).orElseThrow().call(instance, args).orElse(null);
    }

    static HostInterface store(String name) {
        HostFunc constructor = new HostFunc("[constructor]thing", func(Optional.of(OWN), new FuncType.Param("name", STRING)),
                (call, args) -> new Thing((String) args[0]));
        HostFunc nameOf = new HostFunc("[method]thing.name", func(Optional.of(STRING), new FuncType.Param("self", BORROW)),
                (call, args) -> ((Thing) args[0]).name());
        HostFunc swap = new HostFunc("[static]thing.swap", func(Optional.of(OWN), new FuncType.Param("a", OWN), new FuncType.Param("b", BORROW)),
                (call, args) -> new Thing(((Thing) args[0]).name() + ((Thing) args[1]).name()));
        HostFunc sum = new HostFunc("sum", func(Optional.of(new ValueType.TupleType(List.of(ValueType.Primitive.S32, ValueType.Primitive.F64))),
                new FuncType.Param("points", new ValueType.ListType(POINT))), (call, args) -> sum((List<?>) args[0]));
        return new HostInterface(name, Map.of(constructor.name(), constructor, nameOf.name(), nameOf, swap.name(), swap, sum.name(), sum),
                Map.of("thing", new HostResource(THING, Thing.class, (call, thing) -> ((Guest) call.data()).dropped.add(((Thing) thing).name()))),
                Map.of("point", POINT));
    }

    static FuncType func(Optional<ValueType> result, FuncType.Param... params) {
        return new FuncType(List.of(params), result);
    }

    private static Object[] sum(List<?> points) {
        int x = 0;
        double y = 0;
        for (Object point : points) {
            x += (int) ((Object[]) point)[0];
            y += (double) ((Object[]) point)[1];
        }
        return new Object[] {x, y};
    }

    @Override
    public void close() {
        instance.close();
        store.close();
    }
}
