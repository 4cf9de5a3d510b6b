package dev.gyre.host.key.value.internal.face;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import dev.gyre.api.host.WitError;
import dev.gyre.api.host.WitResource;
import dev.gyre.host.key.value.internal.OpenStores;
import dev.gyre.host.key.value.internal.store.StoreException;

/** {@code wasi:keyvalue/store}. For the event's thread. */
@WitResource(name = "bucket", type = WasiStore.Bucket.class)
public final class WasiStore {
    private final OpenStores stores;

    public WasiStore(OpenStores stores) {
        this.stores = stores;
    }

    public Bucket open(String identifier) throws Failure {
        try {
            return new Bucket(stores.open(identifier));
        } catch (OpenStores.Refused e) {
            throw new Failure(switch (e.refusal()) {
                case ACCESS_DENIED -> new Problem.AccessDenied();
                case TABLE_FULL -> new Problem.Other("store table full");
            });
        }
    }

    /** {@code key-response}. */
    public record KeyResponse(List<String> keys, Optional<String> cursor) {
    }

    /** {@code resource bucket}. */
    public static final class Bucket implements AutoCloseable {
        private final OpenStores.OpenStore store;

        Bucket(OpenStores.OpenStore store) {
            this.store = store;
        }

        OpenStores.OpenStore store() {
            return store;
        }

        public Optional<byte[]> get(String key) throws Failure {
            return told(() -> store.get(key));
        }

        public void set(String key, byte[] value) throws Failure {
            told(() -> store.set(key, value));
        }

        public void delete(String key) throws Failure {
            told(() -> store.delete(key));
        }

        public boolean exists(String key) throws Failure {
            return told(() -> store.exists(key));
        }

        /** All at once: no answer has a cursor, so none is known. */
        public KeyResponse listKeys(Optional<String> cursor) throws Failure {
            if (cursor.isPresent()) {
                throw new Failure(new Problem.Other("list_keys: cursor not supported"));
            }
            return told(() -> new KeyResponse(store.keys(), Optional.empty()));
        }

        @Override
        public void close() {
            store.close();
        }
    }

    static <T> T told(Supplier<T> work) throws Failure {
        try {
            return work.get();
        } catch (StoreException e) {
            throw new Failure(new Problem.Other(e.getMessage()));
        }
    }

    static void told(Runnable work) throws Failure {
        told(() -> {
            work.run();
            return true;
        });
    }

    /** {@code error}. */
    public sealed interface Problem {
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
