package dev.gyre.trigger.http.internal.executor;

/** A request's body that knows whether anybody has had some of it: as long as nobody has, the request can be handled anew. */
public interface Unread {
    boolean unread();
}
