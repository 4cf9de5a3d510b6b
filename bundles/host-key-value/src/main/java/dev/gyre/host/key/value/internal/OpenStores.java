package dev.gyre.host.key.value.internal;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.host.HostContext;
import dev.gyre.host.key.value.internal.store.Store;
import dev.gyre.host.key.value.internal.store.StoreException;

/** The stores one event has open, whatever interface it opened them by: access, limits, and what goes wrong are settled here. For the event's thread. */
public final class OpenStores {
    /** Failures of one event that are logged: a guest that fails in a loop must not fill the log. */
    private static final int LOGGED = 5;
    private static final Logger LOG = LoggerFactory.getLogger(OpenStores.class);

    private final String owner;
    private final Map<String, Store> allowed;
    private final KeyValueSettings settings;
    private final KeyValueHealth health;
    private final HostContext event;
    private final Map<Integer, OpenStore> open = new HashMap<>();
    private int next;
    private int failures;

    /**
     * @param owner   names application and component in messages
     * @param allowed by label
     */
    OpenStores(String owner, Map<String, Store> allowed, KeyValueStores stores, HostContext event) {
        this.owner = owner;
        this.allowed = allowed;
        this.settings = stores.settings();
        this.health = stores.health();
        this.event = event;
    }

    /** Why a store cannot be opened. */
    public enum Refusal {
        ACCESS_DENIED, TABLE_FULL
    }

    /** A store cannot be opened. */
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final Refusal refusal;

        Refused(Refusal refusal) {
            super(refusal.name(), null, false, false);
            this.refusal = refusal;
        }

        public Refusal refusal() {
            return refusal;
        }
    }

    /** @throws Refused when the component may not, or the event has enough */
    public OpenStore open(String label) throws Refused {
        Store store = allowed.get(label);
        if (store == null) {
            throw new Refused(Refusal.ACCESS_DENIED);
        }
        if (open.size() >= settings.stores()) {
            throw new Refused(Refusal.TABLE_FULL);
        }
        OpenStore opened = new OpenStore(next++, store);
        open.put(opened.number(), opened);
        return opened;
    }

    /** An open store by its number. */
    public Optional<OpenStore> find(long number) {
        return number < 0 || number > Integer.MAX_VALUE ? Optional.empty() : Optional.ofNullable(open.get((int) number));
    }

    /** A store as the event sees it. Methods throw {@link StoreException} whose message may be told to the guest. */
    public final class OpenStore implements AutoCloseable {
        private final int number;
        private final Store store;

        private OpenStore(int number, Store store) {
            this.number = number;
            this.store = store;
        }

        public int number() {
            return number;
        }

        public Optional<byte[]> get(String key) {
            return run(store, deadline -> store.get(checked(key), deadline));
        }

        public void set(String key, byte[] value) {
            run(store, deadline -> {
                store.set(checked(key), checked(value), deadline);
                return true;
            });
        }

        public void delete(String key) {
            run(store, deadline -> {
                store.delete(checked(key), deadline);
                return true;
            });
        }

        public boolean exists(String key) {
            return run(store, deadline -> store.exists(checked(key), deadline));
        }

        public List<String> keys() {
            return run(store, store::keys);
        }

        public List<Map.Entry<String, Optional<byte[]>>> getMany(List<String> keys) {
            return run(store, deadline -> {
                keys.forEach(this::checked);
                return keys.isEmpty() ? List.of() : store.getMany(keys, deadline);
            });
        }

        public void setMany(List<Map.Entry<String, byte[]>> entries) {
            run(store, deadline -> {
                entries.forEach(e -> {
                    checked(e.getKey());
                    checked(e.getValue());
                });
                if (!entries.isEmpty()) {
                    store.setMany(entries, deadline);
                }
                return true;
            });
        }

        public void deleteMany(List<String> keys) {
            run(store, deadline -> {
                keys.forEach(this::checked);
                if (!keys.isEmpty()) {
                    store.deleteMany(keys, deadline);
                }
                return true;
            });
        }

        public long increment(String key, long delta) {
            return run(store, deadline -> store.increment(checked(key), delta, deadline));
        }

        public boolean swap(String key, Optional<byte[]> before, byte[] value) {
            return run(store, deadline -> store.swap(checked(key), before, checked(value), deadline));
        }

        private String checked(String key) {
            long most = settings.limits().key();
            if (key.length() > most || key.length() * 3L > most && key.getBytes(StandardCharsets.UTF_8).length > most) {
                throw new StoreException("a key may not be longer than " + most + " bytes");
            }
            return key;
        }

        private byte[] checked(byte[] value) {
            if (value.length > settings.limits().value()) {
                throw new StoreException("a value may not be longer than " + settings.limits().value() + " bytes");
            }
            return value;
        }

        @Override
        public void close() {
            open.remove(number);
        }
    }

    private interface Work<T> {
        T run(long deadline);
    }

    private <T> T run(Store store, Work<T> work) {
        try {
            T result = work.run(System.nanoTime() + Math.min(event.remainingNanos(), settings.timeout().toNanos()));
            health.recovered(store);
            return result;
        } catch (StoreException e) {
            if (failures++ < LOGGED) {
                LOG.warn("{}: key-value: {}{}", owner, e.getMessage(),
                        e.getCause() == null || e.getMessage().equals(e.getCause().getMessage()) ? "" : ": " + e.getCause().getMessage());
            }
            if (e.unavailable()) {
                health.failed(store, owner + ": " + e.getMessage());
            }
            throw e;
        }
    }
}
