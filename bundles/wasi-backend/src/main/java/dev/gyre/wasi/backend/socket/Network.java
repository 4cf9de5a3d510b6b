package dev.gyre.wasi.backend.socket;

/** The resource {@code network}. There is one, and what it reaches is the policy's to say. */
public final class Network {
}
