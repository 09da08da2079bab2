package dev.cardwire.webhook;

import io.vertx.pgclient.PgException;

/** Tells an event that cannot be stored because of its own content from a store that cannot store anything. */
final class DataFault {

    private DataFault() {}

    /** SQLSTATE classes 22 (data) and 23 (constraint), and refusals of our own code. */
    static boolean isOne(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PgException refusal) {
                String state = refusal.getSqlState() == null ? "" : refusal.getSqlState();
                return state.startsWith("22") || state.startsWith("23");
            }
            if (cause instanceof IllegalArgumentException
                    || cause instanceof ArithmeticException
                    || cause instanceof ClassCastException
                    || cause instanceof NullPointerException) {
                return true;
            }
        }
        return false;
    }

    /** The kind of fault; never a message, which may quote the event. */
    static String reasonOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PgException refusal) {
                return "PostgreSQL refused it: SQLSTATE " + refusal.getSqlState();
            }
        }
        return "could not be applied: " + failure.getClass().getSimpleName();
    }
}
