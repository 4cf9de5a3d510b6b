package dev.gyre.component.type;

/** What makes two handles refer to things of the same kind. */
public sealed interface ResourceType {
    /** As declared, such as {@code input-stream}. */
    String name();

    /**
     * A resource of an interface of the host. Equal for every version of the interface that is compatible, so that a guest may
     * mix them: {@code wasi:io/poll@0.2.12} and {@code wasi:http/types@0.2.10} mean the same {@code pollable}.
     *
     * @param owner {@link InterfaceName#key()} of the interface; empty for a resource outside of one
     */
    record Named(String owner, String name) implements ResourceType {
        public Named(InterfaceName owner, String name) {
            this(owner.key(), name);
        }

        @Override
        public String toString() {
            return owner.isEmpty() ? name : owner + "." + name;
        }
    }

    /**
     * A resource that a component defines or leaves open: equal to itself only, under whichever of the names that imports and exports give it.
     * Immutable.
     */
    final class Local implements ResourceType {
        private final String name;
        private final Object identity;
        private final Object use;

        public Local(String name) {
            this(name, new Object(), "");
        }

        private Local(String name, Object identity, Object use) {
            this.name = name;
            this.identity = identity;
            this.use = use;
        }

        /** The same resource, as a new import or export makes it known. */
        public Local renamed() {
            return new Local(name, identity, new Object());
        }

        /** The same resource, made known as that other one is. */
        public Local knownAs(Local other) {
            return use == other.use ? this : new Local(name, identity, other.use);
        }

        /** Equal for the same resource made known by the same import or export only. */
        public Object known() {
            return new Known(identity, use);
        }

        private record Known(Object identity, Object use) {
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Local l && l.identity == identity;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(identity);
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
