package dev.gyre.wasi.p2.internal.cli;

import dev.gyre.api.host.WitResource;

/** {@code wasi:cli/terminal-output}. */
@WitResource(name = "terminal-output", type = Terminals.Terminal.class)
public final class TerminalOutput {
}
