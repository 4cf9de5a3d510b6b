package dev.gyre.wasi.p2.internal.cli;

import dev.gyre.api.host.WitResource;

/** {@code wasi:cli/terminal-input}. */
@WitResource(name = "terminal-input", type = Terminals.Terminal.class)
public final class TerminalInput {
}
