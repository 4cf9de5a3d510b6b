package dev.gyre.executor.spin.internal;

/** How a module names its handler, and what else goes with that. */
enum Generation {
    /** G1 and G2, from 22 March 2022 on. */
    HANDLE_HTTP_REQUEST("handle-http-request"),
    /** G0, before: the facts about the request are headers with the names of CGI variables, and the uri is the path alone. */
    HANDLER("handler");

    private final String export;

    Generation(String export) {
        this.export = export;
    }

    String export() {
        return export;
    }
}
