package dev.gyre.executor.wagi.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * The {@code argv} of a WAGI component. Words are separated by single spaces; {@code ${ARGS}} stands for the words of the
 * query (separated by {@code &}) and {@code ${SCRIPT_NAME}} for the request's path. The template is cut into words before the
 * path is filled in, so that a path never makes arguments of its own. Immutable and thread-safe.
 */
record ArgvTemplate(List<String> words) {
    private static final String SCRIPT_NAME = "${SCRIPT_NAME}";
    private static final String ARGS = "${ARGS}";

    static ArgvTemplate parse(String template) {
        return new ArgvTemplate(List.of(template.split(" ", -1)));
    }

    List<String> expand(String path, String query) {
        List<String> out = new ArrayList<>();
        for (String word : words) {
            if (word.contains(ARGS)) {
                for (String part : word.replace(ARGS, query.replace('&', ' ')).split(" ", -1)) {
                    out.add(part.replace(SCRIPT_NAME, path));
                }
            } else {
                out.add(word.replace(SCRIPT_NAME, path));
            }
        }
        return out;
    }
}
