package dev.gyre.host.key.value.internal.face;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.gyre.api.host.WitResource;
import dev.gyre.host.key.value.internal.face.WasiStore.Bucket;
import dev.gyre.host.key.value.internal.face.WasiStore.Failure;

/** {@code wasi:keyvalue/batch}: all or nothing. For the event's thread. */
@WitResource(name = "bucket", type = Bucket.class)
public final class WasiBatch {
    /** What a key has. */
    public record Found(String key, Optional<byte[]> value) {
    }

    /** A key and its value. */
    public record Entry(String key, byte[] value) {
    }

    /** An entry for each key, as WASI says; Spin leaves out those without a value. */
    public List<Found> getMany(Bucket bucket, List<String> keys) throws Failure {
        return WasiStore.told(() -> bucket.store().getMany(keys).stream().map(e -> new Found(e.getKey(), e.getValue())).toList());
    }

    public void setMany(Bucket bucket, List<Entry> keyValues) throws Failure {
        WasiStore.told(() -> bucket.store().setMany(keyValues.stream().map(e -> Map.entry(e.key(), e.value())).toList()));
    }

    public void deleteMany(Bucket bucket, List<String> keys) throws Failure {
        WasiStore.told(() -> bucket.store().deleteMany(keys));
    }
}
