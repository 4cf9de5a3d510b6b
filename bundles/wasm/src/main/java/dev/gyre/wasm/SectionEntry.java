package dev.gyre.wasm;

/**
 * A section of a module (core specification, 5.5.2).
 *
 * @param id    one of this type's constants
 * @param start of its id byte
 * @param body  its contents without id and length
 * @param name  of a custom section, otherwise empty
 */
public record SectionEntry(int id, int start, Span body, String name) {
    public static final int CUSTOM = 0;
    public static final int TYPE = 1;
    public static final int IMPORT = 2;
    public static final int FUNCTION = 3;
    public static final int TABLE = 4;
    public static final int MEMORY = 5;
    public static final int GLOBAL = 6;
    public static final int EXPORT = 7;
    public static final int START = 8;
    public static final int ELEMENT = 9;
    public static final int CODE = 10;
    public static final int DATA = 11;
    public static final int DATA_COUNT = 12;
    public static final int TAG = 13;
    private static final String[] NAMES = {"custom", "type", "import", "function", "table", "memory", "global", "export", "start", "element",
        "code", "data", "data count", "tag"};
    /** Where a section belongs: the tags stand before the globals, the data count before the code. */
    private static final int[] ORDER = {0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 12, 13, 11, 6};

    static String name(int id) {
        return id < NAMES.length ? NAMES[id] + " section" : "section " + id;
    }

    static int order(int id) {
        return ORDER[id];
    }

    static boolean known(int id) {
        return id < NAMES.length;
    }
}
