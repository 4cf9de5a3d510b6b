package dev.gyre.api.http;

import dev.gyre.api.GyreException;

/** A request that ends with an error status. */
public class HttpFailure extends GyreException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String safeMessage;

    /**
     * @param status      400 to 599
     * @param safeMessage what the client may read; may be empty
     * @param detail      what the operator reads
     */
    public HttpFailure(int status, String safeMessage, String detail) {
        super(detail);
        this.status = status;
        this.safeMessage = safeMessage;
    }

    public HttpFailure(int status, String safeMessage, String detail, Throwable cause) {
        super(detail, cause);
        this.status = status;
        this.safeMessage = safeMessage;
    }

    public int status() {
        return status;
    }

    public String safeMessage() {
        return safeMessage;
    }
}
