package dev.gyre.plugins.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.osgi.framework.Bundle;

/** Which configurations the components of bundles have, started or not: their descriptions say it. Stateless; blocks on the disk. */
final class Pids {
    private static final Pattern PID = Pattern.compile("\\bconfiguration-pid=[\"']([^\"']*)[\"']");

    private Pids() {
    }

    static List<String> of(Bundle... bundles) {
        List<String> out = new ArrayList<>();
        for (Bundle bundle : bundles) {
            // the folder of descriptions made by bnd, as by every other tool
            Enumeration<URL> descriptions = bundle.getHeaders().get("Service-Component") == null ? null : bundle.findEntries("OSGI-INF", "*.xml", false);
            for (URL description : descriptions == null ? List.<URL>of() : Collections.list(descriptions)) {
                out.addAll(in(text(description)));
            }
        }
        return out;
    }

    static List<String> in(String description) {
        Matcher matcher = PID.matcher(description);
        return matcher.find() ? Arrays.asList(matcher.group(1).strip().split("\\s+")) : List.of();
    }

    private static String text(URL url) {
        try (InputStream in = url.openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
