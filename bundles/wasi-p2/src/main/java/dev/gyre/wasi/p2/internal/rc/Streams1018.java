package dev.gyre.wasi.p2.internal.rc;

import dev.gyre.api.host.WitResource;
import dev.gyre.wasi.backend.stream.InputSource;
import dev.gyre.wasi.backend.stream.OutputSink;
import dev.gyre.wasi.p2.internal.io.IoError;
import dev.gyre.wasi.p2.internal.io.StreamError;
import dev.gyre.wasi.p2.internal.io.StreamFailure;
import dev.gyre.wasi.p2.internal.io.Streams;

/** {@code wasi:io/streams@0.2.0-rc-2023-10-18}, where errors and a function to copy a whole stream were. */
@WitResource(name = "error", type = IoError.class)
@WitResource(name = "input-stream", type = InputSource.class)
@WitResource(name = "output-stream", type = OutputSink.class)
public final class Streams1018 extends Streams {
    /** Copies all that is left. */
    public long outputStreamForward(OutputSink self, InputSource src) throws StreamFailure {
        long all = 0;
        while (true) {
            try {
                all += outputStreamBlockingSplice(self, src, OutputSink.LARGEST);
            } catch (StreamFailure e) {
                if (e.error() instanceof StreamError.Closed) {
                    return all;
                }
                throw e;
            }
        }
    }
}
