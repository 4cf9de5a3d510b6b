package dev.gyre.executor.wagi.internal;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;

import dev.gyre.api.http.HttpFields;
import dev.gyre.api.http.HttpResponse;

/** Keeps what a handler sends. */
final class RecordingResponse implements HttpResponse {
    int status;
    HttpFields headers = HttpFields.EMPTY;
    final ByteArrayOutputStream body = new ByteArrayOutputStream();

    @Override
    public OutputStream begin(int status, HttpFields headers) {
        this.status = status;
        this.headers = headers;
        return body;
    }

    @Override
    public boolean begun() {
        return status != 0;
    }
}
