package dev.gyre.trigger.http.internal.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.Printable;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.Origin;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.trigger.TriggerContext;
import dev.gyre.http.listener.HttpLimits;
import dev.gyre.http.listener.ListenAddress;
import dev.gyre.http.listener.TlsFiles;
import dev.gyre.trigger.http.internal.route.RoutingRule;

/**
 * All that is configured for the HTTP trigger of one application. Immutable.
 *
 * @param base      what every route starts with, as written
 * @param host      whose requests are the application's, on a listener it shares; nothing for all that no other takes
 * @param accessLog whether each request is logged
 */
public record HttpConfig(
        List<HttpBinding> bindings,
        String base,
        RoutingRule routing,
        ListenAddress listen,
        Optional<String> host,
        Optional<TlsFiles> tls,
        boolean accessLog,
        HttpLimits limits) {

    private static final Logger LOG = LoggerFactory.getLogger(HttpConfig.class);
    private static final String ROUTING = "routing";
    private static final String BASE = "base";
    private static final Pattern BASES = Pattern.compile("/|(/[\\w.~!$&'()*+,;=:@-]+)+/?");
    private static final Pattern HOSTS = Pattern.compile("[\\w-]+(\\.[\\w-]+)*\\.?|\\[[0-9a-fA-F:.]+]");

    /** @throws dev.gyre.api.config.ConfigException for the first value that cannot be used */
    public static HttpConfig read(TriggerContext context) {
        Application application = context.execution().application();
        int manifestVersion = application.info().manifestVersion();
        boolean strict = manifestVersion > 1;
        List<HttpBinding> bindings = context.bindings().stream().map(b -> HttpBinding.read(b, strict)).toList();
        Optional<String> written = context.defaults().flatMap(table -> base(table, strict));

        ConfigTable settings = context.settings();
        settings.allowOnly(settingKeys());
        ConfigTable options = Options.table(context.options());
        // Settings are read even where an option wins, so that a mistake in them shows at once.
        Optional<ListenAddress> listen = listen(settings);
        Optional<TlsFiles> tls = tls(settings, folder(application));
        Optional<Boolean> accessLog = accessLog(settings);
        Optional<String> host = host(settings);
        Optional<String> base = base(settings);
        return new HttpConfig(bindings, Options.read(options, HttpConfig::base).or(() -> base).or(() -> written).orElse("/"),
                settings.string(ROUTING).map(name -> rule(settings, name)).orElse(RoutingRule.of(manifestVersion)),
                Options.read(options, HttpConfig::listen).or(() -> listen).orElse(ListenAddress.DEFAULT),
                Options.read(options, HttpConfig::host).or(() -> host),
                Options.read(options, o -> tls(o, Path.of(""))).or(() -> tls),
                Options.read(options, HttpConfig::accessLog).or(() -> accessLog).orElse(false),
                HttpLimits.read(settings));
    }

    private static List<String> settingKeys() {
        List<String> keys = new ArrayList<>(Options.KEYS);
        keys.add(ROUTING);
        keys.addAll(HttpLimits.KEYS);
        return keys;
    }

    /** The manifest's: in version 2 it may stand there and means nothing, as in Spin since 3.0. */
    private static Optional<String> base(ConfigTable table, boolean strict) {
        Optional<String> base = table.string(BASE);
        if (!strict) {
            return base;
        }
        table.allowOnly(List.of(BASE));
        base.filter(b -> !b.equals("/")).ifPresent(b -> LOG.warn("{}: {} = \"{}\" is ignored, as by Spin since 3.0: write it into the routes, or as [http] base into gyre.toml",
                table.place().at(BASE), table.place().field(BASE), Printable.of(b)));
        return Optional.empty();
    }

    /** Of settings and options, which are ours to be strict with. */
    private static Optional<String> base(ConfigTable table) {
        return table.string(BASE).map(base -> {
            if (!BASES.matcher(base).matches()) {
                throw table.badValue(BASE, "an absolute path such as \"/shop\"");
            }
            return base;
        });
    }

    private static Optional<String> host(ConfigTable table) {
        return table.string("host").map(host -> {
            if (!HOSTS.matcher(host).matches()) {
                throw table.badValue("host", "the name of a host without a port, such as \"shop.example.com\"");
            }
            return host;
        });
    }

    private static RoutingRule rule(ConfigTable settings, String name) {
        return RoutingRule.named(name).orElseThrow(() -> settings.badValue(ROUTING,
                "one of " + Arrays.stream(RoutingRule.values()).map(r -> '"' + r.toString() + '"').collect(Collectors.joining(", "))));
    }

    private static Optional<ListenAddress> listen(ConfigTable table) {
        return table.string("listen").map(text -> ListenAddress.parse(text).orElseThrow(() -> table.badValue("listen", ListenAddress.EXPECTED)));
    }

    private static Optional<TlsFiles> tls(ConfigTable table, Path folder) {
        Optional<String> certificate = table.string("tls-cert");
        Optional<String> key = table.string("tls-key");
        if (certificate.isPresent() != key.isPresent()) {
            throw certificate.isPresent()
                    ? table.error("tls-cert", "\"tls-key\" is missing: a certificate is of no use without its key")
                    : table.error("tls-key", "\"tls-cert\" is missing: a key is of no use without its certificate");
        }
        return certificate.map(c -> new TlsFiles(folder.resolve(c), folder.resolve(key.get())));
    }

    private static Optional<Boolean> accessLog(ConfigTable table) {
        return table.string("access-log").map(text -> switch (text) {
            case "on" -> true;
            case "off" -> false;
            default -> throw table.badValue("access-log", "\"on\" or \"off\"");
        });
    }

    /** Paths in settings are relative to the manifest, like all paths an application is written with. */
    private static Path folder(Application application) {
        return application.info().origin() instanceof Origin.Manifest manifest
                ? Optional.ofNullable(manifest.file().getParent()).orElse(Path.of("")) : Path.of("");
    }
}
