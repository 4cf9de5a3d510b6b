package dev.gyre.component.internal.binary;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

import dev.gyre.component.link.ComponentException;
import dev.gyre.component.type.InterfaceName;
import dev.gyre.component.type.Names;

/** Names that must differ from each other even when they are turned into a language's identifiers (Explainer.md, "Name Uniqueness"). */
final class NameRules {
    private final Set<String> taken = new HashSet<>();

    /** Takes the name of an import or export. */
    void external(String name, String what) {
        if (!isExternal(name)) {
            throw new ComponentException(what + " name `" + name + "` is not a valid extern name");
        }
        take(name, what + " name");
    }

    /** Takes the name of a field, case, label or parameter. */
    void label(String name, String what) {
        if (!Names.isLabel(name)) {
            throw new ComponentException((name.isEmpty() ? what + " name cannot be empty" : what + " name `" + name + "`") + " is not in kebab case");
        }
        take(name, what + " name");
    }

    private void take(String name, String what) {
        if (!taken.add(canonical(name))) {
            throw new ComponentException(what + " `" + name + "` conflicts with previous name");
        }
    }

    private static boolean isExternal(String name) {
        if (!name.startsWith("[")) {
            return Names.isLabel(name) || InterfaceName.parse(name).isPresent();
        }
        int end = name.indexOf(']');
        if (end < 0) {
            return false;
        }
        String rest = name.substring(end + 1);
        int dot = rest.indexOf('.');
        return switch (name.substring(1, end)) {
            case "constructor" -> Names.isLabel(rest);
            case "method", "static" -> dot > 0 && Names.isLabel(rest.substring(0, dot)) && Names.isLabel(rest.substring(dot + 1));
            default -> false;
        };
    }

    private static String canonical(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!lower.startsWith("[") || lower.startsWith("[constructor]")) {
            return lower;
        }
        String plain = lower.substring(lower.indexOf(']') + 1);
        int dot = plain.indexOf('.');
        return plain.substring(0, dot).equals(plain.substring(dot + 1)) ? plain.substring(0, dot) : plain;
    }
}
