package dev.gyre.http.listener;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import org.eclipse.jetty.server.Request;

import dev.gyre.api.runtime.ConflictException;

/**
 * The sites of one listener: a request goes to the one with its host, else to one without a host, and of those to the one with the
 * longest base. Thread-safe; changes are for one thread at a time.
 */
final class Sites {
    /** Longest base first; replaced as a whole. */
    private volatile List<OpenSite> open = List.of();

    boolean isEmpty() {
        return open.isEmpty();
    }

    List<OpenSite> all() {
        return open;
    }

    /** Nothing when no site takes it. */
    Optional<OpenSite> of(Request request) {
        List<OpenSite> now = open;
        if (now.size() == 1 && now.getFirst().site().host().isEmpty() && now.getFirst().site().base().isEmpty()) {
            return Optional.of(now.getFirst()); // an application alone on its listener
        }
        String host = Optional.ofNullable(Request.getServerName(request)).map(Site::normal).orElse("");
        String path = Optional.ofNullable(request.getHttpURI().getPath()).orElse("/");
        Optional<OpenSite> named = now.stream().filter(s -> s.site().host().filter(host::equals).isPresent() && s.site().takes(path)).findFirst();
        return named.or(() -> now.stream().filter(s -> s.site().host().isEmpty() && s.site().takes(path)).findFirst());
    }

    /** @throws ConflictException when another site has the same host and base, naming both applications */
    void add(OpenSite site) {
        open.stream().filter(s -> s.site().same(site.site())).findFirst().ifPresent(taken -> {
            throw new ConflictException(taken.site().application(), "applications \"" + site.site().application() + "\" and \"" + taken.site().application() + "\" cannot both have "
                    + site.site().describe() + " on " + taken.address() + ": give one of them another \"base\", \"host\" or \"listen\"");
        });
        List<OpenSite> more = new ArrayList<>(open);
        more.add(site);
        become(more);
    }

    /** @return whether it was there */
    boolean remove(OpenSite site) {
        List<OpenSite> rest = new ArrayList<>(open);
        boolean was = rest.remove(site);
        become(rest);
        return was;
    }

    /**
     * One site in another's place, in one step.
     *
     * @throws ConflictException as {@link #add}; nothing has changed then
     */
    void replace(OpenSite old, OpenSite next) {
        Sites check = new Sites();
        check.open = open.stream().filter(s -> s != old).toList();
        check.add(next);
        open = check.open;
    }

    private void become(List<OpenSite> sites) {
        sites.sort(Comparator.comparingInt((OpenSite s) -> s.site().base().length()).reversed());
        open = List.copyOf(sites);
    }
}
