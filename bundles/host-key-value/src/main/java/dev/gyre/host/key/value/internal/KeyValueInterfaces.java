package dev.gyre.host.key.value.internal;

import java.util.List;
import java.util.Map;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import dev.gyre.api.host.BoundHostInterfaces;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.host.HostContext;
import dev.gyre.api.host.HostInterfaceProvider;
import dev.gyre.api.host.StateKey;
import dev.gyre.api.host.WitFile;
import dev.gyre.host.key.value.internal.face.SpinKeyValue;
import dev.gyre.host.key.value.internal.face.SpinKeyValue1;
import dev.gyre.host.key.value.internal.face.WasiAtomics;
import dev.gyre.host.key.value.internal.face.WasiBatch;
import dev.gyre.host.key.value.internal.face.WasiStore;
import dev.gyre.host.key.value.internal.store.Store;

/** Key-value stores for components of the component model. Thread-safe. */
@Component
public final class KeyValueInterfaces implements HostInterfaceProvider {
    private final KeyValueStores stores;

    @Activate
    public KeyValueInterfaces(@Reference KeyValueStores stores) {
        this.stores = stores;
    }

    @Override
    public List<WitFile> wit() {
        return List.of(WitFile.beside(SpinKeyValue.class, "spin.wit"), WitFile.beside(SpinKeyValue.class, "spin-2.wit"),
                WitFile.beside(SpinKeyValue.class, "wasi.wit"));
    }

    @Override
    public Map<String, Class<?>> interfaces() {
        return Map.of("fermyon:spin/key-value", SpinKeyValue1.class, "fermyon:spin/key-value@2.0.0", SpinKeyValue.class,
                "wasi:keyvalue/store@0.2.0-draft2", WasiStore.class, "wasi:keyvalue/batch@0.2.0-draft2", WasiBatch.class,
                "wasi:keyvalue/atomics@0.2.0-draft2", WasiAtomics.class);
    }

    @Override
    public BoundHostInterfaces bind(ComponentContext component) {
        return new Bound(KeyValueStores.owner(component), stores.of(component), stores);
    }

    /** One table of open stores for each event, behind all interfaces. */
    private static final class Bound implements BoundHostInterfaces {
        private final Map<String, Store> allowed;
        private final KeyValueStores stores;
        private final StateKey<OpenStores> open;

        Bound(String owner, Map<String, Store> allowed, KeyValueStores stores) {
            this.allowed = allowed;
            this.stores = stores;
            open = new StateKey<>(event -> new OpenStores(owner, allowed, stores, event));
        }

        @Override
        public Object create(Class<?> type, HostContext event) {
            OpenStores own = event.state(open);
            return type == SpinKeyValue.class ? new SpinKeyValue(own) : type == SpinKeyValue1.class ? new SpinKeyValue1(own)
                    : type == WasiStore.class ? new WasiStore(own) : type == WasiBatch.class ? new WasiBatch() : new WasiAtomics();
        }

        @Override
        public void close() {
            stores.release(allowed);
        }
    }
}
