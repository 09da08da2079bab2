// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.masking;

import io.vertx.pgclient.PgException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Why something failed, for one line of the log: the innermost cause, because the others repeat it. */
public final class RootCause {

    private static final int LONGEST = 200;
    /** A chain of causes may be a ring. */
    private static final int DEEPEST = 20;

    private RootCause() {}

    /**
     * The type and the masked words of the innermost cause. Of what PostgreSQL refuses, the SQLSTATE alone: its words may
     * quote the row.
     */
    public static String of(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; depth < DEEPEST; depth++) {
            String state = stateOf(root);
            if (state != null) {
                return "SQLSTATE " + state;
            }
            if (root.getCause() == null) {
                break;
            }
            root = root.getCause();
        }
        String type = root.getClass().getSimpleName();
        String message = root.getMessage();
        return message == null || message.isBlank() ? type : type + ": " + line(message);
    }

    private static @Nullable String stateOf(Throwable cause) {
        if (cause instanceof PgException refusal) {
            return refusal.getSqlState();
        }
        return cause instanceof SQLException refusal ? refusal.getSQLState() : null;
    }

    /** Its words may be a stranger's. */
    private static String line(String message) {
        String line = MaskedText.of(message).replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }
}
