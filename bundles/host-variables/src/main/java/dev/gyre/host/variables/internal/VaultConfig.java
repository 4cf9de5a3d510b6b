package dev.gyre.host.variables.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Factory PID {@value VaultProvider#PID}; the names are those of Spin's {@code runtime-config.toml}. */
@ObjectClassDefinition(name = "Gyre variables from Vault", description = "Secrets of HashiCorp Vault's key-value engine, version 2")
public @interface VaultConfig {
    @AttributeDefinition(name = "url", description = "Of the server, such as https://vault.example:8200")
    String url();

    @AttributeDefinition(name = "token", type = AttributeType.PASSWORD, description = "That may read the secrets")
    String token();

    @AttributeDefinition(name = "mount", description = "Of the engine")
    String mount() default "secret";

    @AttributeDefinition(name = "prefix", description = "Path of the secrets below the mount; none when empty")
    String prefix() default "";
}
