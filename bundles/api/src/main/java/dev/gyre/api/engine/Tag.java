package dev.gyre.api.engine;

import org.osgi.annotation.versioning.ProviderType;

/** An exception tag in a store. */
@ProviderType
public non-sealed interface Tag extends Extern {
    @Override
    ExternType.Tag type();
}
