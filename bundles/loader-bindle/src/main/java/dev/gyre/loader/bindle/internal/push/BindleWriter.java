package dev.gyre.loader.bindle.internal.push;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import dev.gyre.api.GyreException;
import dev.gyre.bindle.StandaloneBindle;

/** Writes standalone bindles. Stateless; blocks on the disk. */
final class BindleWriter {
    private BindleWriter() {
    }

    /** @param parent the folder the bindle's own is to be in; an older one of that id is written over */
    static StandaloneBindle write(Expansion expansion, Path parent) {
        StandaloneBindle bindle = StandaloneBindle.of(parent, expansion.invoice().id());
        try {
            Files.createDirectories(bindle.parcels());
            for (Part part : expansion.parts()) {
                Path target = bindle.parcel(part.parcel().label().sha256());
                Files.copy(part.content(), target, StandardCopyOption.REPLACE_EXISTING);
                target.toFile().setWritable(true); // what was staged is read-only
            }
            // last, so that a bindle with an invoice is whole
            Files.writeString(bindle.invoice(), expansion.invoice().toToml());
        } catch (IOException e) {
            throw new GyreException("cannot write the bindle " + expansion.invoice().id() + " to " + bindle.folder() + ": " + e, e);
        }
        return bindle;
    }
}
