package dev.gyre.host.key.value.internal.face;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import dev.gyre.api.host.WitError;
import dev.gyre.api.host.WitResource;
import dev.gyre.host.key.value.internal.OpenStores;
import dev.gyre.host.key.value.internal.store.StoreException;

/** {@code fermyon:spin/key-value@2.0.0}. For the event's thread. */
@WitResource(name = "store", type = SpinKeyValue.Store.class)
public final class SpinKeyValue {
    private final OpenStores stores;

    public SpinKeyValue(OpenStores stores) {
        this.stores = stores;
    }

    /** {@code open: static func(label: string) -> result<store, error>}. */
    public Store storeOpen(String label) throws Failure {
        try {
            return new Store(stores.open(label));
        } catch (OpenStores.Refused e) {
            throw new Failure(switch (e.refusal()) {
                case ACCESS_DENIED -> new Problem.AccessDenied();
                case TABLE_FULL -> new Problem.StoreTableFull();
            });
        }
    }

    /** {@code resource store}. */
    public static final class Store implements AutoCloseable {
        private final OpenStores.OpenStore store;

        Store(OpenStores.OpenStore store) {
            this.store = store;
        }

        public Optional<byte[]> get(String key) throws Failure {
            return told(() -> store.get(key));
        }

        public void set(String key, byte[] value) throws Failure {
            told(() -> {
                store.set(key, value);
                return true;
            });
        }

        public void delete(String key) throws Failure {
            told(() -> {
                store.delete(key);
                return true;
            });
        }

        public boolean exists(String key) throws Failure {
            return told(() -> store.exists(key));
        }

        public List<String> getKeys() throws Failure {
            return told(store::keys);
        }

        private static <T> T told(Supplier<T> work) throws Failure {
            try {
                return work.get();
            } catch (StoreException e) {
                throw new Failure(new Problem.Other(e.getMessage()));
            }
        }

        @Override
        public void close() {
            store.close();
        }
    }

    /** {@code error}. */
    public sealed interface Problem {
        /** The event has enough stores open. */
        record StoreTableFull() implements Problem {
        }

        /** Never given: a label that stands for nothing is refused when the application starts. */
        record NoSuchStore() implements Problem {
        }

        /** The manifest does not allow the component this store. */
        record AccessDenied() implements Problem {
        }

        /** Something else. */
        record Other(String message) implements Problem {
        }
    }

    /** The error of every function. */
    public static final class Failure extends WitError {
        private static final long serialVersionUID = 1L;

        private final transient Problem problem;

        Failure(Problem problem) {
            super(problem.toString());
            this.problem = problem;
        }

        @Override
        public Problem error() {
            return problem;
        }
    }
}
