package acme.mqtt;

/** What was published; nobody changes the payload. */
record Message(String topic, byte[] payload) {
}
