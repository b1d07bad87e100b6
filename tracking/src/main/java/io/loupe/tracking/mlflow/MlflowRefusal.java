package io.loupe.tracking.mlflow;

import io.loupe.tracking.TrackingException;

/** MLflow answered with an error. */
final class MlflowRefusal extends TrackingException {
    private static final long serialVersionUID = 1L;

    /** MLflow's code for a constraint of its database: two callers wrote the same; the second try finds it there. */
    private static final String COLLISION = "BAD_REQUEST";

    private final int status;
    private final String code;
    private final String reason;

    /**
     * @param status HTTP status
     * @param code MLflow's error code such as {@code RESOURCE_DOES_NOT_EXIST}, or empty
     * @param reason MLflow's message
     */
    MlflowRefusal(String message, int status, String code, String reason, Throwable cause) {
        super(message, status >= 500 || status == 429 || status == 408 || code.equals(COLLISION), cause);
        this.status = status;
        this.code = code;
        this.reason = reason;
    }

    boolean notFound() {
        return status == 404 || code.equals("RESOURCE_DOES_NOT_EXIST");
    }

    boolean alreadyExists() {
        return code.equals("RESOURCE_ALREADY_EXISTS");
    }

    /** MLflow's word for a run or experiment that somebody deleted: "must be in the 'active' state". */
    boolean notActive() {
        return status == 400 && reason.contains("active");
    }
}
