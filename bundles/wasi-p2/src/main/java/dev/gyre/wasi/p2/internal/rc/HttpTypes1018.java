package dev.gyre.wasi.p2.internal.rc;

import java.util.List;
import java.util.Optional;

import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.host.WitError;
import dev.gyre.api.host.WitFailure;
import dev.gyre.api.host.WitResource;
import dev.gyre.api.host.WitResult;
import dev.gyre.wasi.backend.http.EarlyError;
import dev.gyre.wasi.backend.http.ErrorCode;
import dev.gyre.wasi.backend.http.Field;
import dev.gyre.wasi.backend.http.Fields;
import dev.gyre.wasi.backend.http.FutureIncomingResponse;
import dev.gyre.wasi.backend.http.FutureTrailers;
import dev.gyre.wasi.backend.http.IncomingBody;
import dev.gyre.wasi.backend.http.IncomingRequest;
import dev.gyre.wasi.backend.http.IncomingResponse;
import dev.gyre.wasi.backend.http.OutgoingBody;
import dev.gyre.wasi.backend.http.OutgoingRequest;
import dev.gyre.wasi.backend.http.OutgoingResponse;
import dev.gyre.wasi.backend.http.HttpMethod;
import dev.gyre.wasi.backend.http.HttpScheme;
import dev.gyre.wasi.backend.http.ResponseOutparam;

/** {@code wasi:http/types@0.2.0-rc-2023-10-18}, which Spin's Rust SDK 2 was built on: constructors take everything, and most errors trap. */
@WitResource(name = "fields", type = Fields.class)
@WitResource(name = "incoming-request", type = IncomingRequest.class)
@WitResource(name = "outgoing-request", type = OutgoingRequest.class)
@WitResource(name = "response-outparam", type = ResponseOutparam.class)
@WitResource(name = "incoming-response", type = IncomingResponse.class)
@WitResource(name = "incoming-body", type = IncomingBody.class)
@WitResource(name = "future-trailers", type = FutureTrailers.class)
@WitResource(name = "outgoing-response", type = OutgoingResponse.class)
@WitResource(name = "outgoing-body", type = OutgoingBody.class)
@WitResource(name = "future-incoming-response", type = FutureIncomingResponse.class)
public final class HttpTypes1018 {
    private interface Step {
        void run() throws WitError;
    }

    /** What this version has no error for. */
    private static void orTrap(Step step) {
        try {
            step.run();
        } catch (WitError e) {
            throw new TrapException(TrapKind.ABI_VIOLATION, "an HTTP message is not valid: " + e.getMessage());
        }
    }

    public Fields newFields(List<Field> entries) {
        Fields fields = new Fields();
        entries.forEach(e -> fieldsAppend(fields, e.name(), e.value()));
        return fields;
    }

    public void fieldsSet(Fields self, String name, List<byte[]> value) {
        orTrap(() -> self.set(name, value));
    }

    public void fieldsDelete(Fields self, String name) {
        orTrap(() -> self.delete(name));
    }

    public void fieldsAppend(Fields self, String name, byte[] value) {
        orTrap(() -> self.append(name, value));
    }

    public Fields fieldsClone(Fields self) {
        return self.copy();
    }

    public OutgoingRequest newOutgoingRequest(HttpMethod method, Optional<String> pathWithQuery, Optional<HttpScheme> scheme, Optional<String> authority,
            Fields headers) {
        OutgoingRequest request = new OutgoingRequest(headers.copy());
        orTrap(() -> {
            request.setMethod(method);
            request.setPathWithQuery(pathWithQuery);
            request.setScheme(scheme);
            request.setAuthority(authority);
        });
        return request;
    }

    public OutgoingBody outgoingRequestWrite(OutgoingRequest self) throws WitFailure {
        return self.body();
    }

    public OutgoingResponse newOutgoingResponse(int statusCode, Fields headers) {
        OutgoingResponse response = new OutgoingResponse(headers.copy());
        orTrap(() -> response.setStatusCode(statusCode));
        return response;
    }

    public OutgoingBody outgoingResponseWrite(OutgoingResponse self) throws WitFailure {
        return self.body();
    }

    public void outgoingBodyFinish(OutgoingBody self, Optional<Fields> trailers) {
        orTrap(() -> OutgoingBody.finish(self, trailers));
    }

    public void responseOutparamSet(ResponseOutparam param, WitResult<OutgoingResponse, EarlyError> response) {
        ResponseOutparam.set(param, switch (response) {
            case WitResult.Ok<OutgoingResponse, EarlyError>(var value) -> WitResult.ok(value.orElseThrow());
            case WitResult.Err<OutgoingResponse, EarlyError>(var error) -> WitResult.error(ErrorCode.internal(String.valueOf(error.orElseThrow())));
        });
    }

    public Optional<WitResult<Fields, EarlyError>> futureTrailersGet(FutureTrailers self) {
        return self.peek().map(result -> switch (result) {
            case WitResult.Ok<Optional<Fields>, ErrorCode>(var fields) -> WitResult.ok(fields.orElseThrow().orElseGet(Fields::new));
            case WitResult.Err<Optional<Fields>, ErrorCode>(var error) -> WitResult.error(EarlyError.of(error.orElseThrow()));
        });
    }

    public Optional<WitResult<WitResult<IncomingResponse, EarlyError>, Void>> futureIncomingResponseGet(FutureIncomingResponse self) {
        return self.get().map(outer -> switch (outer) {
            case WitResult.Err<WitResult<IncomingResponse, ErrorCode>, Void> _ -> WitResult.error();
            case WitResult.Ok<WitResult<IncomingResponse, ErrorCode>, Void>(var inner) -> WitResult.ok(early(inner.orElseThrow()));
        });
    }

    private static WitResult<IncomingResponse, EarlyError> early(WitResult<IncomingResponse, ErrorCode> result) {
        return switch (result) {
            case WitResult.Ok<IncomingResponse, ErrorCode>(var response) -> WitResult.ok(response.orElseThrow());
            case WitResult.Err<IncomingResponse, ErrorCode>(var error) -> WitResult.error(EarlyError.of(error.orElseThrow()));
        };
    }
}
