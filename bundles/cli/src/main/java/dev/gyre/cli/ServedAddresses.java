package dev.gyre.cli;

import java.util.List;
import java.util.Optional;

import dev.gyre.api.app.Application;
import dev.gyre.api.runtime.Deployment;

/** Where an application is found, for people. Stateless. */
public final class ServedAddresses {
    private static final String SERVING = "Serving ";
    private static final String HTTP = "http";

    private ServedAddresses() {
    }

    /** What its triggers announce, those of HTTP with the path below which its routes are; nothing of one that waits. */
    public static List<String> of(Deployment deployment) {
        return deployment.announcement().stream().filter(line -> line.startsWith(SERVING)).map(line -> line.substring(SERVING.length()))
                .map(address -> address.startsWith(HTTP) ? address + base(deployment.application()) : address).toList();
    }

    /** As the HTTP trigger finds it: settings come before the manifest, which has one in version 1 only. */
    private static String base(Application application) {
        return application.settings().table(HTTP).flatMap(t -> t.string("base"))
                .or(() -> Optional.ofNullable(application.triggerDefaults().get(HTTP)).filter(t -> application.info().manifestVersion() == 1).flatMap(t -> t.string("base")))
                .map(base -> base.startsWith("/") ? base : "/" + base).map(base -> base.endsWith("/") ? base.substring(0, base.length() - 1) : base).orElse("");
    }
}
