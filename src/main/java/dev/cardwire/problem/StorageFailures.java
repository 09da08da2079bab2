package dev.cardwire.problem;

import io.vertx.core.VertxException;
import io.vertx.sqlclient.DatabaseException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.hibernate.HibernateException;

/** Tells a store that does not answer from a fault of our own. UQPAY's failures are translated before they get here. */
final class StorageFailures {

    private StorageFailures() {}

    static boolean isOne(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DatabaseException
                    || cause instanceof HibernateException
                    || cause instanceof IOException
                    || cause instanceof VertxException
                    || cause instanceof TimeoutException
                    || isPoolTimeout(cause)) {
                return true;
            }
        }
        return false;
    }

    /** The pool's own refusals have no type of their own, only these words. */
    private static boolean isPoolTimeout(Throwable cause) {
        String message = cause.getMessage();
        return message != null
                && (message.equals("Timeout")
                        || message.contains("Connection is closed")
                        || message.contains("Pool closed"));
    }
}
