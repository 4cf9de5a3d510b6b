package dev.gyre.executor.wagi.internal;

/** Host and port as a client named them; the port is the scheme's when it named none. */
record Authority(String host, String port) {
    static Authority parse(String authority, String scheme) {
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon > authority.lastIndexOf(']') && colon < authority.length() - 1;
        String host = colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
        return new Authority(host, hasPort ? authority.substring(colon + 1) : scheme.equals("https") ? "443" : "80");
    }
}
