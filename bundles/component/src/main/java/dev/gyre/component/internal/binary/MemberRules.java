package dev.gyre.component.internal.binary;

import java.util.Map;
import java.util.Optional;

import dev.gyre.component.internal.types.Ext;
import dev.gyre.component.internal.types.Ty;
import dev.gyre.component.link.ComponentException;
import dev.gyre.component.type.FuncType;
import dev.gyre.component.type.ResourceType;
import dev.gyre.component.type.ValueType;

/** What the name of a constructor, method or static function says about its type (Binary.md, "Import and Export Definitions"). Stateless. */
final class MemberRules {
    private MemberRules() {
    }

    /** @param before what was imported or exported before, among it the resource */
    static void check(String name, Ext type, Map<String, Ext> before) {
        if (!name.startsWith("[")) {
            return;
        }
        String kind = name.substring(1, name.indexOf(']'));
        String rest = name.substring(name.indexOf(']') + 1);
        String owner = rest.contains(".") ? rest.substring(0, rest.indexOf('.')) : rest;
        if (!(type instanceof Ty.Func(FuncType func))) {
            throw new ComponentException("`" + name + "` is not a func");
        }
        if (!(before.get(owner) instanceof Ext.Type(Ty.Resource(ResourceType.Local resource)))) {
            throw new ComponentException("function name `" + name + "`: resource used in its name does not exist: `" + owner + "`");
        }
        if (kind.equals("constructor")) {
            Optional<ValueType> result = func.result().map(r -> r instanceof ValueType.ResultType(Optional<ValueType> ok, Optional<ValueType> error)
                    && ok.isPresent() ? ok.get() : r);
            if (!(result.orElse(null) instanceof ValueType.OwnType(ResourceType made)) || !known(made, resource)) {
                throw new ComponentException("function `" + name + "` should return one value, `(own $" + owner + ")` or a result of it");
            }
        } else if (kind.equals("method")) {
            if (func.params().isEmpty() || !(func.params().getFirst() instanceof FuncType.Param(String self, ValueType.BorrowType(ResourceType lent)))
                    || !self.equals("self") || !known(lent, resource)) {
                throw new ComponentException("function `" + name + "` should take a first argument named `self` of type `(borrow $" + owner + ")`");
            }
        }
    }

    /** Whether a type is the resource by the very name that the function's name has, and not by another one. */
    private static boolean known(ResourceType is, ResourceType.Local named) {
        return is instanceof ResourceType.Local l && l.known().equals(named.known());
    }
}
