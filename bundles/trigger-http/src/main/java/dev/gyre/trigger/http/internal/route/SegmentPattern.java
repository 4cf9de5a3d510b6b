package dev.gyre.trigger.http.internal.route;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.gyre.api.http.RouteMatch;
import dev.gyre.trigger.http.internal.route.Segment.Kind;

/**
 * The patterns of Spin 2.5 and later, which match as the Rust library routefinder 0.5 does: {@code :name} takes one segment
 * (up to the next dot where the pattern has one), {@code /...} or a last {@code *} takes the rest; slashes at both ends of
 * the path do not count.
 */
record SegmentPattern(Route route, List<Segment> segments) implements Pattern {
    SegmentPattern {
        segments = List.copyOf(segments);
    }

    SegmentPattern(Route route) {
        this(route, Segment.parse(route.wildcard() ? route.prefix() + "/*" : route.joined()));
    }

    static List<Pattern> mostSpecificFirst(List<Route> routes) {
        List<SegmentPattern> out = new ArrayList<>();
        for (Route route : routes) {
            SegmentPattern added = new SegmentPattern(route);
            // "More specific" is not transitive, so this is no sort: each goes before the first it beats, as in routefinder.
            int at = 0;
            while (at < out.size() && !added.beats(out.get(at))) {
                at++;
            }
            out.add(at, added);
        }
        return List.copyOf(out);
    }

    private boolean beats(SegmentPattern other) {
        for (int i = 0; i < Math.min(segments.size(), other.segments.size()); i++) {
            int c = segments.get(i).kind().compare(other.segments.get(i).kind());
            if (c != 0) {
                return c > 0;
            }
        }
        return dots() != other.dots() ? dots() > other.dots() : segments.size() < other.segments.size();
    }

    private long dots() {
        return segments.stream().filter(s -> s.kind() == Kind.DOT).count();
    }

    @Override
    public Optional<RouteMatch> match(String path) {
        Cursor cursor = new Cursor(trimSlashes(path));
        Map<String, String> captures = new LinkedHashMap<>();
        Optional<String> rest = Optional.empty();
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            Optional<Kind> next = i + 1 < segments.size() ? Optional.of(segments.get(i + 1).kind()) : Optional.empty();
            switch (segment.kind()) {
                case WILDCARD -> rest = Optional.of(cursor.rest());
                case PARAM -> {
                    Optional<String> value = cursor.parameter(next.equals(Optional.of(Kind.DOT)));
                    if (value.isEmpty()) {
                        return Optional.empty();
                    }
                    captures.put(segment.text(), value.get());
                }
                default -> {
                    boolean wildcardMayBeEmpty = segment.kind() == Kind.SLASH && cursor.atEnd() && next.equals(Optional.of(Kind.WILDCARD));
                    if (!wildcardMayBeEmpty && !cursor.take(segment.text())) {
                        return Optional.empty();
                    }
                }
            }
        }
        return cursor.atEnd() ? Optional.of(route.match(pathInfo(rest, path), captures)) : Optional.empty();
    }

    /** Only wildcards leave a path; unlike routefinder, Spin keeps its slashes. */
    private static String pathInfo(Optional<String> rest, String path) {
        return rest.map(r -> (r.isEmpty() ? "" : "/" + r) + (path.endsWith("/") ? "/" : "")).orElse("");
    }

    private static String trimSlashes(String path) {
        int start = 0;
        int end = path.length();
        while (start < end && path.charAt(start) == '/') {
            start++;
        }
        while (end > start && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(start, end);
    }

    /** A place in a path. */
    private static final class Cursor {
        private final String path;
        private int at;

        Cursor(String path) {
            this.path = path;
        }

        boolean atEnd() {
            return at == path.length();
        }

        boolean take(String text) {
            boolean there = path.startsWith(text, at);
            at += there ? text.length() : 0;
            return there;
        }

        String rest() {
            String out = path.substring(at);
            at = path.length();
            return out;
        }

        /** @param untilDot whether a dot must follow before the next slash */
        Optional<String> parameter(boolean untilDot) {
            int slash = path.indexOf('/', at);
            int end = slash < 0 ? path.length() : slash;
            if (untilDot) {
                int dot = path.indexOf('.', at);
                if (dot < 0 || dot > end) {
                    return Optional.empty();
                }
                end = dot;
            }
            if (atEnd()) {
                return Optional.empty();
            }
            String out = path.substring(at, end);
            at = end;
            return Optional.of(out);
        }
    }
}
