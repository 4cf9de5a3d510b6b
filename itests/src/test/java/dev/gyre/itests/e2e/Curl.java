package dev.gyre.itests.e2e;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * As much of curl as the documentation uses, so that the tests need no program beside Java.
 *
 * @param format what {@code -w} prints; empty for nothing
 */
record Curl(String method, URI uri, String data, boolean head, boolean discard, String format) {

    /** @param words without {@code curl} itself */
    static Curl parse(List<String> words) {
        String method = "";
        String url = "";
        String data = "";
        String format = "";
        boolean head = false;
        boolean discard = false;
        boolean asIs = false;
        for (int i = 0; i < words.size(); i++) {
            switch (words.get(i)) {
                case "-i" -> head = true;
                case "-X" -> method = words.get(++i);
                case "-d" -> data = words.get(++i);
                case "-w" -> format = words.get(++i);
                case "-k", "-s" -> { }
                case "--path-as-is" -> asIs = true;
                case "-o" -> {
                    discard = true;
                    if (!words.get(++i).equals("/dev/null")) {
                        throw new IllegalArgumentException("-o " + words.get(i));
                    }
                }
                default -> {
                    if (words.get(i).startsWith("-") || !url.isEmpty()) {
                        throw new IllegalArgumentException(words.get(i));
                    }
                    url = words.get(i);
                }
            }
        }
        URI uri = URI.create(url);
        String implied = data.isEmpty() ? "GET" : "POST";
        return new Curl(method.isEmpty() ? implied : method, asIs ? uri : uri.normalize(), data, head, discard, format);
    }

    /** Whether what it prints tells the status. */
    boolean showsStatus() {
        return head || format.contains("%{http_code}");
    }

    Wire.Answer send() throws IOException {
        String target = (uri.getRawPath().isEmpty() ? "/" : uri.getRawPath()) + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        byte[] body = data.getBytes(StandardCharsets.UTF_8);
        String fields = "Host: " + uri.getAuthority() + "\r\nUser-Agent: curl/8.0\r\nAccept: */*\r\n"
                + (body.length == 0 ? "" : "Content-Length: " + body.length + "\r\nContent-Type: application/x-www-form-urlencoded\r\n");
        try (Wire wire = new Wire(uri)) {
            return wire.send(method + " " + target + " HTTP/1.1\r\n" + fields + "\r\n").send(body).read(method.equals("HEAD"));
        }
    }

    String print(Wire.Answer answer) {
        return (head ? String.join("\n", answer.lines()) + "\n\n" : "")
                + (discard ? "" : answer.text())
                + format.replace("\\n", "\n").replace("%{http_code}", Integer.toString(answer.status()))
                        .replace("%{content_type}", answer.all("content-type").stream().findFirst().orElse(""));
    }
}
