package dev.gyre.host.key.value.internal.face;

import java.util.Optional;

import dev.gyre.api.host.WitError;
import dev.gyre.api.host.WitResource;
import dev.gyre.host.key.value.internal.OpenStores;
import dev.gyre.host.key.value.internal.face.WasiStore.Bucket;
import dev.gyre.host.key.value.internal.face.WasiStore.Failure;

/** {@code wasi:keyvalue/atomics}. For the event's thread. */
@WitResource(name = "bucket", type = Bucket.class)
@WitResource(name = "cas", type = WasiAtomics.Cas.class)
public final class WasiAtomics {
    /** {@code resource cas}: the value a key had when it was made or last looked at. */
    public static final class Cas {
        private final OpenStores.OpenStore store;
        private final String key;
        private Optional<byte[]> seen;

        Cas(OpenStores.OpenStore store, String key) {
            this.store = store;
            this.key = key;
            seen = store.get(key);
        }

        public Optional<byte[]> current() throws Failure {
            seen = WasiStore.told(() -> store.get(key));
            return seen;
        }
    }

    /** {@code new: static func(bucket: borrow<bucket>, key: string) -> result<cas, error>}. */
    public Cas casNew(Bucket bucket, String key) throws Failure {
        return WasiStore.told(() -> new Cas(bucket.store(), key));
    }

    /** Numbers are 8 bytes, the lowest first, in SQLite; in Redis they are Redis's. */
    public long increment(Bucket bucket, String key, long delta) throws Failure {
        return WasiStore.told(() -> bucket.store().increment(key, delta));
    }

    public void swap(Cas cas, byte[] value) throws CasFailure {
        try {
            if (!WasiStore.told(() -> cas.store.swap(cas.key, cas.seen, value))) {
                throw new CasFailure(new CasError.CasFailed(WasiStore.told(() -> new Cas(cas.store, cas.key))));
            }
        } catch (Failure e) {
            throw new CasFailure(new CasError.StoreError(e.error()));
        }
    }

    /** {@code cas-error}. */
    public sealed interface CasError {
        /** The store failed. */
        record StoreError(WasiStore.Problem error) implements CasError {
        }

        /** The value was no longer what it had been; here is one that knows what it is. */
        record CasFailed(Cas cas) implements CasError {
        }
    }

    /** The error of {@code swap}. */
    public static final class CasFailure extends WitError {
        private static final long serialVersionUID = 1L;

        private final transient CasError error;

        CasFailure(CasError error) {
            super(error.toString());
            this.error = error;
        }

        @Override
        public CasError error() {
            return error;
        }
    }
}
