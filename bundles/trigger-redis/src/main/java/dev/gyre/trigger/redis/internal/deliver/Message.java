package dev.gyre.trigger.redis.internal.deliver;

/** What was published; nobody changes the payload. */
public record Message(String channel, byte[] payload) {
}
