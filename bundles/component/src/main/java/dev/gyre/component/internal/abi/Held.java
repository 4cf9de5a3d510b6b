package dev.gyre.component.internal.abi;

import java.util.Arrays;
import java.util.Optional;

/** How many objects are held of a value between {@link Taker} and {@link Giver}. Stateless. */
final class Held {
    private Held() {
    }

    static int of(Codec codec) {
        return switch (codec) {
            case ScalarCodec.HandleCodec h -> 1;
            case ScalarCodec s -> 0;
            case RecordCodec r when AdapterClass.fits(r) -> Arrays.stream(r.fields).mapToInt(Held::of).sum();
            case VariantCodec v when AdapterClass.fits(v) -> Arrays.stream(v.cases).flatMap(Optional::stream).mapToInt(Held::of).max().orElse(0);
            default -> 1;
        };
    }
}
