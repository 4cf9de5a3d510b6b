package dev.gyre.host.key.value.internal.face;

import java.util.List;
import java.util.function.Function;

import dev.gyre.api.host.WitError;
import dev.gyre.host.key.value.internal.OpenStores;
import dev.gyre.host.key.value.internal.store.StoreException;

/** {@code fermyon:spin/key-value}, whose stores are numbers; also what the imports of {@code key-value} mean in modules. For the event's thread. */
public final class SpinKeyValue1 {
    private final OpenStores stores;

    public SpinKeyValue1(OpenStores stores) {
        this.stores = stores;
    }

    public long open(String name) throws Failure {
        try {
            return stores.open(name).number();
        } catch (OpenStores.Refused e) {
            throw new Failure(switch (e.refusal()) {
                case ACCESS_DENIED -> new Problem.AccessDenied();
                case TABLE_FULL -> new Problem.StoreTableFull();
            });
        }
    }

    public byte[] get(long store, String key) throws Failure {
        return told(store, s -> s.get(key)).orElseThrow(() -> new Failure(new Problem.NoSuchKey()));
    }

    public void set(long store, String key, byte[] value) throws Failure {
        told(store, s -> {
            s.set(key, value);
            return true;
        });
    }

    public void delete(long store, String key) throws Failure {
        told(store, s -> {
            s.delete(key);
            return true;
        });
    }

    public boolean exists(long store, String key) throws Failure {
        return told(store, s -> s.exists(key));
    }

    public List<String> getKeys(long store) throws Failure {
        return told(store, OpenStores.OpenStore::keys);
    }

    public void close(long store) {
        stores.find(store).ifPresent(OpenStores.OpenStore::close);
    }

    private <T> T told(long store, Function<OpenStores.OpenStore, T> work) throws Failure {
        OpenStores.OpenStore open = stores.find(store).orElseThrow(() -> new Failure(new Problem.InvalidStore()));
        try {
            return work.apply(open);
        } catch (StoreException e) {
            throw new Failure(new Problem.Io(e.getMessage()));
        }
    }

    /** {@code error}; in the order of the WIT. */
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

        /** There is no open store of this number. */
        record InvalidStore() implements Problem {
        }

        /** There is no value. */
        record NoSuchKey() implements Problem {
        }

        /** Something else. */
        record Io(String message) implements Problem {
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
