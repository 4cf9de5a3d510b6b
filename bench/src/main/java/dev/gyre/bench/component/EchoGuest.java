package dev.gyre.bench.component;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.gyre.api.engine.CompileOptions;
import dev.gyre.api.engine.StoreLimits;
import dev.gyre.api.engine.WasmEngine;
import dev.gyre.component.link.Component;
import dev.gyre.component.link.ComponentInstance;
import dev.gyre.component.link.ComponentState;
import dev.gyre.component.link.HostFunc;
import dev.gyre.component.link.HostInterface;
import dev.gyre.component.link.HostResource;
import dev.gyre.component.link.Imports;
import dev.gyre.component.link.LinkedComponent;
import dev.gyre.component.type.FuncType;
import dev.gyre.component.type.ResourceType;
import dev.gyre.component.type.ValueType;

/** The guest of the component bundle's own tests, with a host that does nothing. */
final class EchoGuest {
    /** A resource of the host. */
    record Thing(String name) {
    }

    private static final ResourceType.Named THING = new ResourceType.Named("acme:things/store@1", "thing");
    private static final ValueType STRING = ValueType.Primitive.STRING;
    private static final ValueType OWN = new ValueType.OwnType(THING);
    private static final ValueType BORROW = new ValueType.BorrowType(THING);
    private static final Object[] SUM = {1, 1.0};

    private final LinkedComponent component;
    private final ComponentInstance instance;

    EchoGuest(WasmEngine engine, byte[] guest) {
        component = Component.read(guest).compile(engine, CompileOptions.uncached("guest")).link(Imports.of(List.of(host())));
        instance = component.instantiate(engine.openStore(new StoreLimits(64 << 20, 1000, 10), new ComponentState(this)));
    }

    private static HostInterface host() {
        ValueType point = new ValueType.RecordType(List.of(new ValueType.Field("x", ValueType.Primitive.S32), new ValueType.Field("y", ValueType.Primitive.F64)));
        HostFunc constructor = func("[constructor]thing", Optional.of(OWN), (call, args) -> new Thing((String) args[0]), new FuncType.Param("name", STRING));
        HostFunc name = func("[method]thing.name", Optional.of(STRING), (call, args) -> ((Thing) args[0]).name(), new FuncType.Param("self", BORROW));
        HostFunc swap = func("[static]thing.swap", Optional.of(OWN), (call, args) -> args[0], new FuncType.Param("a", OWN), new FuncType.Param("b", BORROW));
        HostFunc sum = func("sum", Optional.of(new ValueType.TupleType(List.of(ValueType.Primitive.S32, ValueType.Primitive.F64))), (call, args) -> SUM,
                new FuncType.Param("points", new ValueType.ListType(point)));
        return new HostInterface("acme:things/store@1.2.0", Map.of(constructor.name(), constructor, name.name(), name, swap.name(), swap, "sum", sum),
                Map.of("thing", new HostResource(THING, Thing.class, HostResource.Destructor.NONE)), Map.of("point", point));
    }

    private static HostFunc func(String name, Optional<ValueType> result, HostFunc.Body body, FuncType.Param... params) {
        return new HostFunc(name, new FuncType(List.of(params), result), body);
    }

    /** Calls an export. */
    Optional<Object> call(String name, Object... args) {
        return component.function(name).orElseThrow().call(instance, args);
    }
}
