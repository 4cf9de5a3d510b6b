package acme.websocket;

/** A message of a WebSocket, in either direction. */
sealed interface Message {
    /** UTF-8 on its way. */
    record Text(String text) implements Message {
    }

    /** Nobody changes the bytes. */
    record Binary(byte[] bytes) implements Message {
    }
}
