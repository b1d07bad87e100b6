package io.loupe.detectors;

import static java.util.Objects.requireNonNull;

/** A failure whose cause is known well enough to tell a person what to do. */
public final class DetectorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Who has to act; the names are those of the platform's failure classes. */
    public enum Kind {
        USER,
        DATA,
        NUMERICS,
        MEMORY
    }

    private final Kind kind;
    private final String what;
    private final String place;
    private final String advice;

    /**
     * @param kind who has to act
     * @param cause one sentence: what was wrong
     * @param place file, field or tensor; may be empty
     * @param advice what to do now
     */
    public DetectorException(Kind kind, String cause, String place, String advice) {
        super(place.isEmpty() ? cause : place + ": " + cause);
        this.kind = requireNonNull(kind, "kind is null");
        this.what = cause;
        this.place = place;
        this.advice = requireNonNull(advice, "advice is null");
    }

    /** The same failure with one more sentence of advice. */
    public DetectorException advising(String sentence) {
        String before = advice.endsWith(".") ? advice : advice + ".";
        DetectorException more = new DetectorException(kind, what, place, before + " " + sentence);
        more.initCause(this);
        return more;
    }

    public Kind kind() {
        return kind;
    }

    public String place() {
        return place;
    }

    public String advice() {
        return advice;
    }
}
