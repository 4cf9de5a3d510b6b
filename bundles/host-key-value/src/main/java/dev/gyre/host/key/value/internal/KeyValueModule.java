package dev.gyre.host.key.value.internal;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
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
import dev.gyre.api.host.HostContext;
import dev.gyre.api.host.HostModule;
import dev.gyre.api.host.StateKey;
import dev.gyre.host.key.value.internal.face.SpinKeyValue1;
import dev.gyre.host.key.value.internal.store.Store;
import dev.gyre.host.key.value.internal.store.StoreLimits;

/**
 * Key-value stores for core modules: the import module {@code key-value} of Spin 0.9 to 1.x ({@code crates/componentize/tests/wit/key-value.wit}).
 * Every parameter is flat, a result goes to an address that comes last. Thread-safe.
 */
@Capability(namespace = "dev.gyre.host", name = "key-value")
@Component
public final class KeyValueModule implements HostModule {
    static final String MODULE = "key-value";
    private static final List<String> NAMES = List.of("open", "get", "set", "delete", "exists", "get-keys", "close");
    /** Of a result with an error: its tag, the error's case and the text of {@code io}. */
    private static final int SLOTS = 4;
    private static final int BYTES = 16;

    private final KeyValueStores stores;

    @Activate
    public KeyValueModule(@Reference KeyValueStores stores) {
        this.stores = stores;
    }

    @Override
    public Set<String> importModules() {
        return Set.of(MODULE);
    }

    @Override
    public BoundHostModule bind(ComponentContext component) {
        return new Bound(KeyValueStores.owner(component), stores.of(component), stores, component.hostLayout());
    }

    private static final class Bound implements BoundHostModule {
        private final Map<String, Store> allowed;
        private final KeyValueStores stores;
        private final StateKey<SpinKeyValue1> faces;
        private final CoreLayout layout;

        Bound(String owner, Map<String, Store> allowed, KeyValueStores stores, CoreLayout layout) {
            this.allowed = allowed;
            this.stores = stores;
            this.layout = layout;
            faces = new StateKey<>(event -> new SpinKeyValue1(new OpenStores(owner, allowed, stores, event)));
        }

        /** One byte more than is allowed, so that what is too long is refused as such, and no more than that is copied. */
        private long most() {
            StoreLimits limits = stores.settings().limits();
            return Math.max(limits.key(), limits.value()) + 1;
        }

        @Override
        public Optional<HostFunction> function(ImportType wanted) {
            return switch (wanted.name()) {
                case "open" -> function("open", 3, call -> call.out().i32(1, 4, (int) call.face().open(call.string(0))));
                case "get" -> function("get", 4, call -> call.out().slice(1, 4, call.heap().lower(call.face().get(call.store(), call.string(1)))));
                case "set" -> function("set", 6, call -> call.face().set(call.store(), call.string(1), call.bytes(3)));
                case "delete" -> function("delete", 4, call -> call.face().delete(call.store(), call.string(1)));
                case "exists" -> function("exists", 4, call -> call.out().tag(1, 4, call.face().exists(call.store(), call.string(1)) ? 1 : 0));
                case "get-keys" -> function("get-keys", 2, call -> call.out().slice(1, 4, call.heap().lowerStrings(call.face().getKeys(call.store()))));
                case "close" -> Optional.of(new HostFunction(MODULE + ".close", new ExternType.Func(List.of(ValueType.I32), List.of()), (caller, args) -> {
                    HostContext.of(caller).state(faces).close(Integer.toUnsignedLong((int) args[0]));
                    return HostFunction.NOTHING;
                }));
                default -> Optional.empty();
            };
        }

        private interface Body {
            void run(Call call) throws SpinKeyValue1.Failure;
        }

        private record Call(Caller caller, long[] args, SpinKeyValue1 face, ReturnArea out, long most) {
            long store() {
                return Integer.toUnsignedLong((int) args[0]);
            }

            String string(int at) {
                return new GuestReader(caller.memory(), most).string(new Slice((int) args[at], (int) args[at + 1]));
            }

            byte[] bytes(int at) {
                return new GuestReader(caller.memory(), most).bytes(new Slice((int) args[at], (int) args[at + 1]));
            }

            GuestHeap heap() {
                return GuestHeap.of(caller.instance());
            }
        }

        private Optional<HostFunction> function(String name, int params, Body body) {
            ExternType.Func type = new ExternType.Func(Collections.nCopies(params, ValueType.I32), List.of());
            return Optional.of(new HostFunction(MODULE + "." + name, type, (caller, args) -> {
                int base = (int) args[params - 1];
                caller.memory().checkRange(base, layout == CoreLayout.SLOTS ? 8 * SLOTS : BYTES);
                ReturnArea out = new ReturnArea(caller.memory(), base, layout);
                try {
                    body.run(new Call(caller, args.clone(), HostContext.of(caller).state(faces), out, most()));
                    out.tag(0, 0, 0);
                } catch (SpinKeyValue1.Failure e) {
                    Slice text = e.error() instanceof SpinKeyValue1.Problem.Io(String message) ? GuestHeap.of(caller.instance()).lower(message) : new Slice(0, 0);
                    out.tag(0, 0, 1);
                    out.tag(1, 4, number(e.error()));
                    out.slice(2, 8, text);
                }
                return HostFunction.NOTHING;
            }));
        }

        /** The case's place in the WIT. */
        private static int number(SpinKeyValue1.Problem problem) {
            return switch (problem) {
                case SpinKeyValue1.Problem.StoreTableFull full -> 0;
                case SpinKeyValue1.Problem.NoSuchStore none -> 1;
                case SpinKeyValue1.Problem.AccessDenied denied -> 2;
                case SpinKeyValue1.Problem.InvalidStore invalid -> 3;
                case SpinKeyValue1.Problem.NoSuchKey none -> 4;
                case SpinKeyValue1.Problem.Io io -> 5;
            };
        }

        @Override
        public Collection<String> functionNames(String importModule) {
            return NAMES;
        }

        @Override
        public void close() {
            stores.release(allowed);
        }
    }
}
