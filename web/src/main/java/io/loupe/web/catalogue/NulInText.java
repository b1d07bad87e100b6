package io.loupe.web.catalogue;

import java.sql.SQLException;
import java.util.Set;

/** Tells a text that PostgreSQL cannot hold, which is one with the character NUL, from other failures. */
public final class NulInText {
    /** Of texts as they are, and of texts in JSON. */
    private static final Set<String> STATES = Set.of("22021", "22P05");

    private NulInText() {}

    public static boolean seenIn(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql.getSQLState() != null && STATES.contains(sql.getSQLState());
            }
        }
        return false;
    }
}
