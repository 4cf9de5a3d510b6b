package dev.gyre.wasi.backend.http;

import java.util.Optional;

import dev.gyre.api.host.WitFailure;

/** A message's body, which a guest may ask for once. For the event's thread. */
final class BodySlot {
    private Optional<OutgoingBody> body = Optional.empty();

    /** @param headers of the message, which may promise a length */
    OutgoingBody take(Fields headers) throws WitFailure {
        if (body.isPresent()) {
            throw new WitFailure();
        }
        OutgoingBody made = new OutgoingBody(ContentLength.of(headers));
        body = Optional.of(made);
        return made;
    }

    Optional<OutgoingBody> taken() {
        return body;
    }

    /** The message is dropped. */
    void discard() {
        body.ifPresent(OutgoingBody::discard);
    }
}
