package dev.gyre.component.internal.types;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.ImportType;
import dev.gyre.component.link.ComponentException;
import dev.gyre.component.type.FuncType;
import dev.gyre.component.type.ResourceType;

/**
 * Whether something of one type may stand where another type is wanted (Explainer.md, "Type Checking"): instances may have
 * more exports, modules and components fewer imports; values and functions must be equal. For one thread.
 */
public final class Matching {
    private final Fuel fuel;
    private final Deque<String> path = new ArrayDeque<>();

    public Matching(Fuel fuel) {
        this.fuel = fuel;
    }

    /**
     * Checks what is given for several wanted entries, of which later ones may name resource types of earlier ones.
     *
     * @param open resource types in {@code wanted} that {@code given} decides
     * @return what it decides for them; types that {@code wanted} makes known become those that {@code given} does
     * @throws ComponentException when something is missing or of another type
     */
    public Substitution check(Map<String, Ext> given, Map<String, Ext> wanted, List<ResourceType.Local> open, String what) {
        Map<ResourceType, ResourceType> bound = new HashMap<>();
        Set<ResourceType.Local> unbound = new HashSet<>(open);
        entries(given, wanted, bound, unbound, what);
        Substitution chosen = new Substitution(bound, fuel);
        wanted.forEach((name, ext) -> chosen.rename(ext, given.get(name)));
        return chosen;
    }

    private void entries(Map<String, Ext> given, Map<String, Ext> wanted, Map<ResourceType, ResourceType> bound, Set<ResourceType.Local> open, String what) {
        wanted.forEach((name, ext) -> {
            path.addLast(name);
            Ext is = given.get(name);
            if (is == null) {
                throw new ComponentException(what + " `" + place() + "` is missing: a " + ext.kind() + " is expected");
            }
            bind(is, ext, bound, open);
            matches(is, new Substitution(bound, fuel).apply(ext));
            path.removeLast();
        });
    }

    /** Finds what stands for the open resource types of a wanted entry. */
    private void bind(Ext given, Ext wanted, Map<ResourceType, ResourceType> bound, Set<ResourceType.Local> open) {
        fuel.burn();
        if (wanted instanceof Ext.Type(Ty.Resource(ResourceType.Local w)) && open.contains(w) && !bound.containsKey(w)
                && given instanceof Ext.Type(Ty.Resource(ResourceType.Local g))) {
            bound.put(w, g);
        } else if (wanted instanceof Ty.Instance w && given instanceof Ty.Instance g) {
            w.exports().forEach((name, ext) -> Optional.ofNullable(g.exports().get(name)).ifPresent(is -> bind(is, ext, bound, open)));
        }
    }

    /** @throws ComponentException when a thing of the first type cannot be used as one of the second */
    public void matches(Ext given, Ext wanted) {
        fuel.burn();
        switch (wanted) {
            case Ext.Type w -> {
                if (!(given instanceof Ext.Type g) || !same(g.type(), w.type())) {
                    throw mismatch(describe(given), describe(wanted));
                }
            }
            case ModuleTy w -> {
                if (!(given instanceof ModuleTy g)) {
                    throw mismatch(describe(given), describe(wanted));
                }
                module(g, w);
            }
            case Ty.Func w -> {
                if (!(given instanceof Ty.Func g) || !same(g, w)) {
                    throw mismatch(describe(given), describe(wanted));
                }
            }
            case Ty.Instance w -> {
                if (!(given instanceof Ty.Instance g)) {
                    throw mismatch(describe(given), describe(wanted));
                }
                entries(g.exports(), w.exports(), new HashMap<>(), new HashSet<>(w.open()), "export");
            }
            case Ty.Component w -> {
                if (!(given instanceof Ty.Component g)) {
                    throw mismatch(describe(given), describe(wanted));
                }
                component(g, w);
            }
        }
    }

    private void component(Ty.Component given, Ty.Component wanted) {
        Map<ResourceType, ResourceType> imports = new HashMap<>();
        entries(wanted.imports(), given.imports(), imports, new HashSet<>(given.openImport()), "import");
        Map<String, Ext> exports = new Substitution(imports, fuel).entries(given.exports());
        entries(exports, wanted.exports(), new HashMap<>(), new HashSet<>(wanted.openExport()), "export");
    }

    private void module(ModuleTy given, ModuleTy wanted) {
        for (ImportType i : given.imports()) {
            ExternType offered = wanted.imports().stream().filter(w -> w.module().equals(i.module()) && w.name().equals(i.name())).map(ImportType::type)
                    .findFirst().orElseThrow(() -> new ComponentException("the core module `" + place() + "` has an import that is not expected: " + i));
            if (!i.type().accepts(offered)) {
                throw mismatch("a module with the import " + i, "one that takes " + offered.describe());
            }
        }
        wanted.exports().forEach((name, type) -> {
            ExternType has = given.exports().get(name);
            if (has == null || !type.accepts(has)) {
                throw mismatch("a module " + (has == null ? "without the export `" + name + "`" : "whose export `" + name + "` is " + has.describe()),
                        type.describe());
            }
        });
    }

    private boolean same(Ty given, Ty wanted) {
        return switch (wanted) {
            case Ty.Value w -> given instanceof Ty.Value g && g.type().equals(w.type());
            case Ty.Resource w -> given.equals(w);
            case Ty.Func w -> given instanceof Ty.Func g && same(g.type(), w.type());
            case Ty.Instance w -> both(given, w);
            case Ty.Component w -> both(given, w);
        };
    }

    private static boolean same(FuncType given, FuncType wanted) {
        return given.equals(wanted);
    }

    /** Types that are equal because each one will do for the other. */
    private boolean both(Ty given, Ty wanted) {
        matches((Ext) given, (Ext) wanted);
        matches((Ext) wanted, (Ext) given);
        return true;
    }

    private ComponentException mismatch(String given, String wanted) {
        return new ComponentException("type mismatch" + (path.isEmpty() ? "" : " for `" + place() + "`") + ": expected " + wanted + ", found " + given);
    }

    private String place() {
        return String.join(" ", path);
    }

    private static String describe(Ext ext) {
        return switch (ext) {
            case Ext.Type(Ty.Value v) -> "type " + v.type();
            case Ext.Type(Ty.Resource r) -> "resource " + r.type();
            case Ty.Func f -> f.type().toString();
            default -> ext.kind();
        };
    }
}
