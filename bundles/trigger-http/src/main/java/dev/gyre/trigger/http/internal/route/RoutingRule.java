package dev.gyre.trigger.http.internal.route;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which of several matching routes gets a request: Spin changed that twice. */
public enum RoutingRule {
    /** Spin 0.1 to 0.8: the one written last. */
    LAST_WINS("Spin 0.1 to 0.8") {
        @Override
        List<Pattern> order(List<Route> routes) {
            List<Pattern> out = prefixes(routes);
            Collections.reverse(out);
            return out;
        }
    },
    /** Spin 0.9 to 2.4: one without a wildcard, else the one with the longest prefix. */
    EXACT_THEN_LONGEST("Spin 0.9 to 2.4") {
        @Override
        List<Pattern> order(List<Route> routes) {
            List<Pattern> out = prefixes(routes);
            out.sort(Comparator.comparing((Pattern p) -> p.route().wildcard()).thenComparing(p -> -p.route().prefix().length()));
            return out;
        }
    },
    /** Spin 2.5 and later: the most specific, segment by segment; {@code :name} segments capture. */
    BEST_MATCH("Spin 2.5 and later") {
        @Override
        List<Pattern> order(List<Route> routes) {
            return SegmentPattern.mostSpecificFirst(routes);
        }
    };

    private final String versions;

    RoutingRule(String versions) {
        this.versions = versions;
    }

    /**
     * The rule an application gets when it asks for none.
     *
     * <p>For manifest v1 it is {@link #EXACT_THEN_LONGEST}, although the first year of Spin used {@link #LAST_WINS}: without
     * parameters, patterns are nested or apart, so the two differ only where a later route hides an earlier one completely.
     * Nobody who tested an application of 2022 left such a route in it, but applications of 2023 may have any order.
     */
    public static RoutingRule of(int manifestVersion) {
        return manifestVersion == 1 ? EXACT_THEN_LONGEST : BEST_MATCH;
    }

    /** The rule with that name in settings. */
    public static Optional<RoutingRule> named(String name) {
        return Arrays.stream(values()).filter(r -> r.toString().equals(name)).findFirst();
    }

    /** @param routes in manifest order, no two with the same {@link Route#joined} */
    public Router router(List<Route> routes) {
        return new OrderedRouter(order(routes));
    }

    /** The versions of Spin that worked so. */
    public String versions() {
        return versions;
    }

    abstract List<Pattern> order(List<Route> routes);

    private static List<Pattern> prefixes(List<Route> routes) {
        List<Pattern> out = new ArrayList<>();
        routes.forEach(r -> out.add(new Pattern.Prefix(r)));
        return out;
    }

    /** As settings name it: {@code last-wins}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
