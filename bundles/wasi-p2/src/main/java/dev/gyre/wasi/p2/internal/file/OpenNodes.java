package dev.gyre.wasi.p2.internal.file;

import java.util.ArrayList;
import java.util.List;

import dev.gyre.wasi.backend.DescriptorTable;
import dev.gyre.wasi.backend.WasiError;
import dev.gyre.wasi.backend.file.Node;

/** What one event has open of its mounts: bounded, and closed with the event. For the event's thread. */
final class OpenNodes implements AutoCloseable {
    private final List<Node> open = new ArrayList<>();

    /** Fails when nothing more may be opened. */
    void checkRoom() throws FileFailure {
        if (open.size() >= DescriptorTable.DEFAULT_LIMIT) {
            throw FileFailure.of(WasiError.TOO_MANY_DESCRIPTORS);
        }
    }

    <N extends Node> N add(N node) {
        open.add(node);
        return node;
    }

    /** Closes it; files whose content somebody streams stay open until the event ends. */
    void close(Node node, boolean streamed) {
        if (!streamed) {
            open.remove(node);
            node.close();
        }
    }

    @Override
    public void close() {
        open.forEach(Node::close);
        open.clear();
    }
}
