package dev.gyre.api.app;

import java.net.URI;
import java.nio.file.Path;

/** An environment a component is meant to run in ({@code targets}, Spin 3.4). */
public sealed interface Target {
    /** One of a catalogue, such as {@code spin-up:3.3}. */
    record Named(String name) implements Target {
    }

    /** A document that describes it, on the web. */
    record Url(URI url) implements Target {
    }

    /** A document that describes it, relative to the manifest. */
    record File(Path path) implements Target {
    }
}
