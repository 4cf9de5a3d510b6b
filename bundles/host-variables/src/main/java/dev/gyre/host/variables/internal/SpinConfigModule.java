package dev.gyre.host.variables.internal;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import dev.gyre.api.abi.CoreLayout;
import dev.gyre.api.abi.GuestHeap;
import dev.gyre.api.abi.GuestReader;
import dev.gyre.api.abi.ReturnArea;
import dev.gyre.api.abi.Slice;
import dev.gyre.api.engine.Caller;
import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.ImportType;
import dev.gyre.api.engine.ValueType;
import dev.gyre.api.host.BoundHostModule;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.host.HostModule;

/**
 * {@code spin-config} for core modules (Spin 0.2 to 1.x): {@code get-config: func(key: string) -> expected<string, error>}.
 */
@Capability(namespace = "dev.gyre.host", name = "spin-config")
@Component(service = HostModule.class)
public final class SpinConfigModule implements HostModule {
    static final String MODULE = "spin-config";
    private static final String FUNCTION = "get-config";
    /** Key pointer, key length, result pointer. */
    private static final ExternType.Func TYPE = new ExternType.Func(Collections.nCopies(3, ValueType.I32), List.of());
    private static final int MAX_KEY_BYTES = 1024;

    private final ProviderList providers;

    @Activate
    public SpinConfigModule(@Reference ProviderList providers) {
        this.providers = providers;
    }

    @Override
    public Set<String> importModules() {
        return Set.of(MODULE);
    }

    @Override
    public BoundHostModule bind(ComponentContext component) {
        Resolver resolver = new Resolver(component.application(), new VariableTree(component.application()), providers);
        VariablePath base = VariablePath.ofComponent(component.component().id());
        CoreLayout layout = component.hostLayout();
        HostFunction getConfig = new HostFunction(MODULE + "." + FUNCTION, TYPE, (caller, args) -> {
            answer(caller, args, layout, resolver, base);
            return HostFunction.NOTHING;
        });
        return new Bound(getConfig);
    }

    private record Bound(HostFunction getConfig) implements BoundHostModule {
        @Override
        public Optional<HostFunction> function(ImportType wanted) {
            return wanted.name().equals(FUNCTION) ? Optional.of(getConfig) : Optional.empty();
        }

        @Override
        public Collection<String> functionNames(String importModule) {
            return List.of(FUNCTION);
        }
    }

    private static void answer(Caller caller, long[] args, CoreLayout layout, Resolver resolver, VariablePath base) {
        ReturnArea out = new ReturnArea(caller.memory(), (int) args[2], layout);
        String text;
        Optional<VariableException.Kind> error = Optional.empty();
        try {
            text = resolver.resolve(base.child(key(caller, new Slice((int) args[0], (int) args[1]))));
        } catch (VariableException e) {
            error = Optional.of(e.kind());
            text = e.getMessage();
        }
        Slice lowered = GuestHeap.of(caller.instance()).lower(text);
        out.tag(0, 0, error.isPresent() ? 1 : 0);
        error.ifPresent(kind -> out.tag(1, 4, kind.ordinal()));
        if (error.isPresent()) {
            out.slice(2, 8, lowered);
        } else {
            out.slice(1, 4, lowered);
        }
    }

    private static String key(Caller caller, Slice slice) {
        if (Integer.compareUnsigned(slice.length(), MAX_KEY_BYTES) > 0) {
            throw new VariableException(VariableException.Kind.INVALID_KEY, "a key may not be longer than " + MAX_KEY_BYTES + " bytes");
        }
        String key = new GuestReader(caller.memory(), MAX_KEY_BYTES).string(slice);
        VariablePath.problem(key).ifPresent(problem -> {
            throw new VariableException(VariableException.Kind.INVALID_KEY, "\"" + key + "\": " + problem);
        });
        return key;
    }
}
