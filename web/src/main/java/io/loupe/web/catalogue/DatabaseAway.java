package io.loupe.web.catalogue;

import java.sql.SQLException;

/** Tells a database that cannot serve now, whatever is asked of it, from one that refuses what was asked. */
public final class DatabaseAway {
    private DatabaseAway() {}

    private static final String READ_ONLY = "25006";

    /** Whether a failure says that the database is away, starting, ending, full or read-only. */
    public static boolean seenIn(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                String state = sql.getSQLState();
                return state == null // no connection could be had in time
                        || state.startsWith("08") // the connection
                        || state.startsWith("57P") // the server is ending or starting
                        || state.startsWith("53") // its disk is full, it has too many connections or too little memory
                        || state.startsWith("58") // its files fail
                        || state.equals(READ_ONLY);
            }
        }
        return false;
    }
}
