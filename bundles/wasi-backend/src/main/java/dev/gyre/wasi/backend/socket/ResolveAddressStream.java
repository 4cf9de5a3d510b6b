package dev.gyre.wasi.backend.socket;

import java.net.InetAddress;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import dev.gyre.wasi.backend.stream.Pollable;

/** The resource {@code resolve-address-stream}. For the event's thread. */
public final class ResolveAddressStream {
    private final Beside<List<InetAddress>> lookup;
    private Optional<Iterator<InetAddress>> left = Optional.empty();

    /** @param lookup run beside the guest */
    ResolveAddressStream(Callable<List<InetAddress>> lookup) {
        this(Beside.start("gyre-lookup", lookup));
    }

    private ResolveAddressStream(Beside<List<InetAddress>> lookup) {
        this.lookup = lookup;
    }

    static ResolveAddressStream of(InetAddress address) {
        return new ResolveAddressStream(Beside.done(List.of(address)));
    }

    /** Some addresses only. */
    public Optional<IpAddress> next(Optional<IpAddressFamily> family) throws SocketFailure {
        if (left.isEmpty()) {
            left = Optional.of(lookup.get().iterator());
        }
        Iterator<InetAddress> addresses = left.get();
        while (addresses.hasNext()) {
            InetAddress address = addresses.next();
            if (family.isEmpty() || family.get() == IpAddressFamily.of(address)) {
                return Optional.of(IpAddress.of(address));
            }
        }
        return Optional.empty();
    }

    public Optional<IpAddress> resolveNextAddress() throws SocketFailure {
        return next(Optional.empty());
    }

    public Pollable subscribe() {
        return lookup;
    }
}
