package dev.gyre.host.http.internal;

import java.util.Optional;

import dev.gyre.wasi.backend.http.RequestOptions;

/** How long a request may take, in nanoseconds: what the guest asked for, never more than the event or the operator allows. */
record Timeouts(long connect, long firstByte, long betweenBytes) {
    static Timeouts of(Optional<RequestOptions> options, HttpSettings settings, long remaining) {
        long most = Math.max(1, Math.min(remaining, settings.timeout().toNanos()));
        return new Timeouts(within(options.flatMap(RequestOptions::connectTimeout), most), within(options.flatMap(RequestOptions::firstByteTimeout), most),
                within(options.flatMap(RequestOptions::betweenBytesTimeout), most));
    }

    /** @param asked unsigned */
    private static long within(Optional<Long> asked, long most) {
        return asked.filter(a -> a >= 0).map(a -> Math.clamp(a, 1, most)).orElse(most);
    }
}
