package io.loupe.tracking.store;

import io.loupe.tracking.TrackingException;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.InvalidResponseException;
import io.minio.errors.ServerException;
import java.io.IOException;
import java.util.Set;

/** Turns what the S3 client throws into one plain sentence and the answer to "would asking again help?". */
final class StoreFailures {
    private static final Set<String> WORTH_RETRYING = Set.of(
            "SlowDown",
            "RequestTimeout",
            "InternalError",
            "ServiceUnavailable",
            "OperationAborted",
            "ConditionalRequestConflict",
            "BadDigest",
            "IncompleteBody",
            "XAmzContentSHA256Mismatch",
            "XMinioServerNotInitialized");
    private static final Set<String> CREDENTIALS =
            Set.of("AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "AuthorizationHeaderMalformed");

    private final StoreSettings settings;

    StoreFailures(StoreSettings settings) {
        this.settings = settings;
    }

    /** @param what the verb and the key: {@code read datasets/screw/...} */
    TrackingException explain(String what, Exception failure) {
        if (failure instanceof TrackingException known) {
            return known;
        }
        if (failure instanceof ErrorResponseException refused) {
            return refused(what, refused);
        }
        String store = "object store " + settings;
        if (failure instanceof ServerException server) {
            return new TrackingException(
                    store + ": cannot " + what + ": HTTP " + server.statusCode(), server.statusCode() >= 500, failure);
        }
        IOException network = networkFailure(failure);
        if (network != null) {
            return new TrackingException(store + " does not answer: cannot " + what + ": " + network, true, failure);
        }
        // A gateway's HTML page, a cut-off XML document: the S3 server itself did not say this, so it may pass.
        boolean mayPass = failure instanceof InvalidResponseException
                && !String.valueOf(failure.getMessage()).contains("Response code: 40");
        return new TrackingException(store + ": cannot " + what + ": " + firstLine(failure), mayPass, failure);
    }

    /** Whether the failure is S3's word for "no such object". */
    static boolean isMissingKey(Exception failure) {
        return failure instanceof ErrorResponseException refused
                && refused.errorResponse().code().equals("NoSuchKey");
    }

    /** Whether a condition of the request did not hold. */
    static boolean isPreconditionFailed(Exception failure) {
        return failure instanceof ErrorResponseException refused
                && (refused.response().code() == 412
                        || refused.errorResponse().code().equals("PreconditionFailed"));
    }

    private TrackingException refused(String what, ErrorResponseException refused) {
        int status = refused.response().code();
        String code = refused.errorResponse().code();
        String answer = status + " " + code;
        String message = refused.errorResponse().message();
        if (code.equals("NoSuchBucket")) {
            return new TrackingException(
                    "object store " + settings.endpoint() + " has no bucket \"" + settings.bucket() + "\" (" + answer
                            + "): cannot " + what + "; create the bucket or set another one",
                    false,
                    refused);
        }
        if (code.equals("RequestTimeTooSkewed")) {
            return new TrackingException(
                    "object store " + settings + " says that the clocks differ too much (" + answer + "): cannot "
                            + what + "; set this machine's clock",
                    false,
                    refused);
        }
        if (status == 401 || status == 403 || CREDENTIALS.contains(code)) {
            return new TrackingException(
                    "object store " + settings + " refused access key \"" + settings.accessKey() + "\" (" + answer
                            + "): cannot " + what + "; check access key, secret key and the key's rights",
                    false,
                    refused);
        }
        boolean temporary = status >= 500 || status == 429 || status == 408 || WORTH_RETRYING.contains(code);
        return new TrackingException(
                "object store " + settings + ": cannot " + what + ": " + answer
                        + (message == null ? "" : " " + message),
                temporary,
                refused);
    }

    private static IOException networkFailure(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException network) {
                return network;
            }
        }
        return null;
    }

    private static String firstLine(Exception failure) {
        return String.valueOf(failure).lines().findFirst().orElse("");
    }
}
