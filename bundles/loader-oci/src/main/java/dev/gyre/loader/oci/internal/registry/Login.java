package dev.gyre.loader.oci.internal.registry;

/** Who we are to a registry. */
public sealed interface Login {
    /** Nobody. */
    record Anonymous() implements Login {
    }

    /** A user. */
    record Password(String user, String password) implements Login {
        /** Never the password. */
        @Override
        public String toString() {
            return "Password[" + user + "]";
        }
    }

    /** A refresh token, which Docker calls identity token. */
    record IdentityToken(String token) implements Login {
        /** Never the token. */
        @Override
        public String toString() {
            return "IdentityToken[...]";
        }
    }
}
