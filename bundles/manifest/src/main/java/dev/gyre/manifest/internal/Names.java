package dev.gyre.manifest.internal;

import java.util.regex.Pattern;

/** The shapes of names that manifests use. Stateless. */
final class Names {
    static final String KEY_RULE = "lower-case letters, digits and single underscores, starting with a letter and ending with a letter or digit";
    static final String LABEL_RULE = "words of letters and digits joined by single underscores, each word starting with a letter and all upper or all lower case";

    static final String KEBAB_RULE = "words of letters and digits joined by single hyphens, each word starting with a letter and all upper or all lower case";
    static final String LOWER_SNAKE_RULE = "words of lower-case letters and digits joined by single underscores, each word starting with a letter";
    static final String STORE_RULE = "words of letters and digits joined by single hyphens or by single underscores, each word starting with a letter"
            + " and all upper or all lower case";

    private Names() {
    }

    /** Whether it may name a variable or a component's configuration value (Spin {@code config::Key}). */
    static boolean isKey(String name) {
        if (name.isEmpty() || !isLower(name.charAt(0)) || name.endsWith("_") || name.contains("__")) {
            return false;
        }
        return name.chars().allMatch(c -> isLower(c) || isDigit(c) || c == '_');
    }

    /** Whether it may name a slot of {@code [config]}: keys joined by dots (Spin 0.2 {@code TreePath}). */
    static boolean isKeyPath(String name) {
        for (String key : name.split("\\.", -1)) {
            if (!isKey(key)) {
                return false;
            }
        }
        return true;
    }

    /** Whether it may be the label of a key-value store in a version 1 manifest (Spin 0.9 {@code validate_component_like_label}). */
    static boolean isLabel(String label) {
        return isWords(label, '_', false);
    }

    /** Whether it may be the id of a component in a version 2 manifest (Spin {@code KebabId}). */
    static boolean isKebab(String id) {
        return isWords(id, '-', false);
    }

    /** Whether it may name a variable in a version 2 manifest (Spin {@code LowerSnakeId}). */
    static boolean isLowerSnake(String name) {
        return isWords(name, '_', true);
    }

    private static boolean isWords(String text, char joint, boolean lowerOnly) {
        for (String word : text.split(Pattern.quote(String.valueOf(joint)), -1)) {
            boolean lower = word.chars().allMatch(c -> isLower(c) || isDigit(c));
            boolean upper = !lowerOnly && word.chars().allMatch(c -> isUpper(c) || isDigit(c));
            if (word.isEmpty() || isDigit(word.charAt(0)) || !lower && !upper) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLower(int c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isUpper(int c) {
        return c >= 'A' && c <= 'Z';
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
