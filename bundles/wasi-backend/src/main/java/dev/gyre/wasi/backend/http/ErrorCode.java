package dev.gyre.wasi.backend.http;

import java.util.Optional;

/** {@code error-code}: what is wrong with a message, from the proxy error types of RFC 9209. */
public sealed interface ErrorCode {
    /** {@code DNS-error-payload}. */
    record DnsErrorPayload(Optional<String> rcode, Optional<Short> infoCode) {
    }

    /** {@code TLS-alert-received-payload}. */
    record TlsAlertReceivedPayload(Optional<Byte> alertId, Optional<String> alertMessage) {
    }

    /** {@code field-size-payload}. */
    record FieldSizePayload(Optional<String> fieldName, Optional<Integer> fieldSize) {
    }

    /** Something else, in words a guest may know. */
    static ErrorCode internal(String message) {
        return new InternalError(Optional.of(message));
    }

    /** {@code DNS-timeout}. */
    record DnsTimeout() implements ErrorCode { }

    /** {@code DNS-error}. */
    record DnsError(DnsErrorPayload payload) implements ErrorCode { }

    /** {@code destination-not-found}. */
    record DestinationNotFound() implements ErrorCode { }

    /** {@code destination-unavailable}. */
    record DestinationUnavailable() implements ErrorCode { }

    /** {@code destination-IP-prohibited}. */
    record DestinationIpProhibited() implements ErrorCode { }

    /** {@code destination-IP-unroutable}. */
    record DestinationIpUnroutable() implements ErrorCode { }

    /** {@code connection-refused}. */
    record ConnectionRefused() implements ErrorCode { }

    /** {@code connection-terminated}. */
    record ConnectionTerminated() implements ErrorCode { }

    /** {@code connection-timeout}. */
    record ConnectionTimeout() implements ErrorCode { }

    /** {@code connection-read-timeout}. */
    record ConnectionReadTimeout() implements ErrorCode { }

    /** {@code connection-write-timeout}. */
    record ConnectionWriteTimeout() implements ErrorCode { }

    /** {@code connection-limit-reached}. */
    record ConnectionLimitReached() implements ErrorCode { }

    /** {@code TLS-protocol-error}. */
    record TlsProtocolError() implements ErrorCode { }

    /** {@code TLS-certificate-error}. */
    record TlsCertificateError() implements ErrorCode { }

    /** {@code TLS-alert-received}. */
    record TlsAlertReceived(TlsAlertReceivedPayload payload) implements ErrorCode { }

    /** {@code HTTP-request-denied}. */
    record HttpRequestDenied() implements ErrorCode { }

    /** {@code HTTP-request-length-required}. */
    record HttpRequestLengthRequired() implements ErrorCode { }

    /** {@code HTTP-request-body-size}. */
    record HttpRequestBodySize(Optional<Long> size) implements ErrorCode { }

    /** {@code HTTP-request-method-invalid}. */
    record HttpRequestMethodInvalid() implements ErrorCode { }

    /** {@code HTTP-request-URI-invalid}. */
    record HttpRequestUriInvalid() implements ErrorCode { }

    /** {@code HTTP-request-URI-too-long}. */
    record HttpRequestUriTooLong() implements ErrorCode { }

    /** {@code HTTP-request-header-section-size}. */
    record HttpRequestHeaderSectionSize(Optional<Integer> size) implements ErrorCode { }

    /** {@code HTTP-request-header-size}. */
    record HttpRequestHeaderSize(Optional<FieldSizePayload> field) implements ErrorCode { }

    /** {@code HTTP-request-trailer-section-size}. */
    record HttpRequestTrailerSectionSize(Optional<Integer> size) implements ErrorCode { }

    /** {@code HTTP-request-trailer-size}. */
    record HttpRequestTrailerSize(FieldSizePayload field) implements ErrorCode { }

    /** {@code HTTP-response-incomplete}. */
    record HttpResponseIncomplete() implements ErrorCode { }

    /** {@code HTTP-response-header-section-size}. */
    record HttpResponseHeaderSectionSize(Optional<Integer> size) implements ErrorCode { }

    /** {@code HTTP-response-header-size}. */
    record HttpResponseHeaderSize(FieldSizePayload field) implements ErrorCode { }

    /** {@code HTTP-response-body-size}. */
    record HttpResponseBodySize(Optional<Long> size) implements ErrorCode { }

    /** {@code HTTP-response-trailer-section-size}. */
    record HttpResponseTrailerSectionSize(Optional<Integer> size) implements ErrorCode { }

    /** {@code HTTP-response-trailer-size}. */
    record HttpResponseTrailerSize(FieldSizePayload field) implements ErrorCode { }

    /** {@code HTTP-response-transfer-coding}. */
    record HttpResponseTransferCoding(Optional<String> coding) implements ErrorCode { }

    /** {@code HTTP-response-content-coding}. */
    record HttpResponseContentCoding(Optional<String> coding) implements ErrorCode { }

    /** {@code HTTP-response-timeout}. */
    record HttpResponseTimeout() implements ErrorCode { }

    /** {@code HTTP-upgrade-failed}. */
    record HttpUpgradeFailed() implements ErrorCode { }

    /** {@code HTTP-protocol-error}. */
    record HttpProtocolError() implements ErrorCode { }

    /** {@code loop-detected}. */
    record LoopDetected() implements ErrorCode { }

    /** {@code configuration-error}. */
    record ConfigurationError() implements ErrorCode { }

    /** {@code internal-error}. */
    record InternalError(Optional<String> message) implements ErrorCode { }
}
