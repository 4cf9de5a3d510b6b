package dev.gyre.itests.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The commands of a Markdown file's code blocks, and what they are said to print.
 *
 * <p>A line that starts with {@code $} is a command, and what follows is its output. In a block without such lines every line is a
 * command whose output is not shown. In output, a line of three dots stands for any lines, and dots at the end of a line
 * for its rest.
 *
 * @param comment what is said behind {@code #}
 * @param output  nothing when it is not shown
 */
public record Transcript(String command, String comment, List<String> output) {
    private static final String DOTS = "...";
    private static final Pattern COMMENT = Pattern.compile(" +# ");

    public static List<Transcript> of(String markdown) {
        List<Transcript> out = new ArrayList<>();
        List<String> block = new ArrayList<>();
        boolean inside = false;
        boolean commands = false;
        for (String line : markdown.lines().toList()) {
            if (line.startsWith("```")) {
                if (inside && commands) {
                    out.addAll(commands(block));
                }
                inside = !inside;
                // blocks in another language are no commands
                commands = inside && List.of("```", "```sh", "```console").contains(line.strip());
                block.clear();
            } else if (inside) {
                block.add(line);
            }
        }
        return out;
    }

    private static List<Transcript> commands(List<String> block) {
        List<Transcript> out = new ArrayList<>();
        boolean prompts = block.stream().anyMatch(l -> l.startsWith("$ "));
        List<String> output = new ArrayList<>();
        for (String line : block) {
            if (line.startsWith("$ ") || !prompts && !line.isBlank()) {
                String[] parts = COMMENT.split(prompts ? line.substring(2) : line, 2);
                output = new ArrayList<>();
                out.add(new Transcript(parts[0].strip(), parts.length > 1 ? parts[1].strip() : "", output));
            } else {
                output.add(line);
            }
        }
        return out;
    }

    /** Whether this is what it is said to print; empty lines at the end do not count. */
    public boolean matches(String printed) {
        return matches(withoutEnd(output), withoutEnd(printed.lines().toList()));
    }

    private static List<String> withoutEnd(List<String> lines) {
        int end = lines.size();
        while (end > 0 && lines.get(end - 1).isEmpty()) {
            end--;
        }
        return lines.subList(0, end);
    }

    private static boolean matches(List<String> expected, List<String> printed) {
        if (expected.isEmpty()) {
            return printed.isEmpty();
        }
        String first = expected.getFirst();
        List<String> rest = expected.subList(1, expected.size());
        if (first.equals(DOTS)) {
            return matches(rest, printed) || !printed.isEmpty() && matches(expected, printed.subList(1, printed.size()));
        }
        return !printed.isEmpty() && lineMatches(first, printed.getFirst()) && matches(rest, printed.subList(1, printed.size()));
    }

    private static boolean lineMatches(String expected, String printed) {
        return expected.endsWith(DOTS)
                ? printed.startsWith(expected.substring(0, expected.length() - DOTS.length())) : expected.equals(printed);
    }
}
