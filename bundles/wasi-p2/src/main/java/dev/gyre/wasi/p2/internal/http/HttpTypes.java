package dev.gyre.wasi.p2.internal.http;

import java.util.Optional;

import dev.gyre.api.host.WitResource;
import dev.gyre.wasi.backend.http.ErrorCode;
import dev.gyre.wasi.backend.http.Fields;
import dev.gyre.wasi.backend.http.FutureIncomingResponse;
import dev.gyre.wasi.backend.http.FutureTrailers;
import dev.gyre.wasi.backend.http.IncomingBody;
import dev.gyre.wasi.backend.http.IncomingRequest;
import dev.gyre.wasi.backend.http.IncomingResponse;
import dev.gyre.wasi.backend.http.OutgoingBody;
import dev.gyre.wasi.backend.http.OutgoingRequest;
import dev.gyre.wasi.backend.http.OutgoingResponse;
import dev.gyre.wasi.backend.http.RequestOptions;
import dev.gyre.wasi.backend.http.ResponseOutparam;
import dev.gyre.wasi.p2.internal.io.IoError;

/** {@code wasi:http/types}: the back end's messages have its shape. */
@WitResource(name = "fields", type = Fields.class)
@WitResource(name = "incoming-request", type = IncomingRequest.class)
@WitResource(name = "outgoing-request", type = OutgoingRequest.class)
@WitResource(name = "request-options", type = RequestOptions.class)
@WitResource(name = "response-outparam", type = ResponseOutparam.class)
@WitResource(name = "incoming-response", type = IncomingResponse.class)
@WitResource(name = "incoming-body", type = IncomingBody.class)
@WitResource(name = "future-trailers", type = FutureTrailers.class)
@WitResource(name = "outgoing-response", type = OutgoingResponse.class)
@WitResource(name = "outgoing-body", type = OutgoingBody.class)
@WitResource(name = "future-incoming-response", type = FutureIncomingResponse.class)
public class HttpTypes {
    /** {@code clone}, which every object has already. */
    public Fields fieldsClone(Fields self) {
        return self.copy();
    }

    /** Streams do not fail with errors of HTTP here, but with what the connection says. */
    public Optional<ErrorCode> httpErrorCode(IoError err) {
        return Optional.empty();
    }
}
