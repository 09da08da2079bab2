// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.masking;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One line when calls begin to fail, with the cause, and one when they succeed again. There is at most one such pair in a
 * minute: where every other call fails, the log must not fill with it.
 */
public final class OutageLog {

    private static final Duration BETWEEN_OUTAGES = Duration.ofMinutes(1);

    private static final int LONGEST_CAUSE = 200;
    /** A chain of causes may be a ring. */
    private static final int DEEPEST = 20;

    private final Logger log;
    private final String calls;
    private final InstantSource clock;
    private volatile @Nullable Instant since;
    private @Nullable Instant reported;

    /** @param calls what fails, as the subject of the line: "calls to …" */
    public OutageLog(Logger log, String calls, InstantSource clock) {
        this.log = log;
        this.calls = calls;
        this.clock = clock;
    }

    /** A call got no answer. */
    public synchronized void failed(Throwable failure) {
        Instant now = clock.instant();
        boolean recently = reported != null && now.isBefore(reported.plus(BETWEEN_OUTAGES));
        if (since == null && !recently) {
            since = now;
            reported = now;
            log.warnf("%s fail: %s", calls, cause(failure));
        }
    }

    /** A call got an answer, whatever it says. */
    public void answered() {
        if (since != null) {
            end();
        }
    }

    private synchronized void end() {
        Instant began = since;
        if (began != null) {
            since = null;
            log.infof(
                    "%s are answered again, after %d s",
                    calls, Duration.between(began, clock.instant()).toSeconds());
        }
    }

    /** The innermost: the others repeat it. Its words may be a stranger's. */
    private static String cause(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; root.getCause() != null && depth < DEEPEST; depth++) {
            root = root.getCause();
        }
        String type = root.getClass().getSimpleName();
        String message = root.getMessage();
        if (message == null || message.isBlank()) {
            return type;
        }
        String line = MaskedText.of(message).replaceAll("\\p{Cntrl}+", " ").strip();
        return type + ": " + (line.length() > LONGEST_CAUSE ? line.substring(0, LONGEST_CAUSE) + "…" : line);
    }
}
