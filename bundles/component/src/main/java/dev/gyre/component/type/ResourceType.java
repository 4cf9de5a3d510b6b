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

    /** A resource that a component defines or leaves open: equal to itself only. */
    final class Local implements ResourceType {
        private final String name;

        public Local(String name) {
            this.name = name;
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
