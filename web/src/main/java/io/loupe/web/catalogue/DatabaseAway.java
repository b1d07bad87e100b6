package io.loupe.web.catalogue;

import java.sql.SQLException;

/** Tells a database that does not answer from one that refuses. */
public final class DatabaseAway {
    private DatabaseAway() {}

    /** Whether a failure says that the database is away, or is starting or ending. */
    public static boolean seenIn(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                // 08: connection; 57P: the server is ending or starting; none: no connection could be had in time.
                String state = sql.getSQLState();
                return state == null || state.startsWith("08") || state.startsWith("57P");
            }
        }
        return false;
    }
}
