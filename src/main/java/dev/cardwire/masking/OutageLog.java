// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.masking;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One line when calls begin to fail, with the cause, one now and then while they do, and one when they succeed again. At
 * most one outage is reported in a minute: where every other call fails, the log must not fill with it.
 */
public final class OutageLog {

    private static final Duration BETWEEN_OUTAGES = Duration.ofMinutes(1);

    /** Often enough for somebody who opens the log of the last minutes. */
    private static final Duration WHILE_IT_LASTS = Duration.ofMinutes(5);

    private final Logger log;
    private final Logger.Level level;
    private final String calls;
    private final InstantSource clock;
    private final Duration patience;
    /** Of the first failure since the last success. */
    private volatile @Nullable Instant firstFailure;

    private volatile @Nullable Instant since;
    private @Nullable Instant reported;
    private Instant last = Instant.EPOCH;

    private OutageLog(Logger log, Logger.Level level, String calls, InstantSource clock, Duration patience) {
        this.patience = patience;
        this.log = log;
        this.level = level;
        this.calls = calls;
        this.clock = clock;
    }

    /**
     * Of something that is called, and without which less works.
     *
     * @param calls what fails, as the subject of the line: "calls to …"
     */
    public static OutageLog of(Logger log, String calls, InstantSource clock) {
        return new OutageLog(log, Logger.Level.WARN, calls, clock, Duration.ZERO);
    }

    /**
     * The same where a call is given so little time that one that is late means nothing.
     *
     * @param patience how long calls must fail without a success in between
     */
    public static OutageLog ofLasting(Duration patience, Logger log, String calls, InstantSource clock) {
        return new OutageLog(log, Logger.Level.WARN, calls, clock, patience);
    }

    /** Of work that fails because something else does, which has a warning of its own. */
    public static OutageLog ofConsequence(Logger log, String work, InstantSource clock) {
        return new OutageLog(log, Logger.Level.INFO, work, clock, Duration.ZERO);
    }

    /** A call failed. */
    public void failed(Throwable failure) {
        failed(RootCause.of(failure));
    }

    /** A call failed for a reason that is fit for the log. */
    public synchronized void failed(String cause) {
        Instant now = clock.instant();
        if (now.isAfter(last.plus(WHILE_IT_LASTS))) {
            // nobody has said that it ended, and nobody would: its failures are all that is known of it
            since = null;
            firstFailure = null;
        }
        last = now;
        Instant first = firstFailure;
        if (first == null) {
            first = now;
            firstFailure = now;
        }
        Instant began = since;
        if (began != null) {
            if (isOlder(WHILE_IT_LASTS, now)) {
                reported = now;
                log.logf(
                        level,
                        "%s still fail after %d s: %s",
                        calls,
                        Duration.between(began, now).toSeconds(),
                        cause);
            }
        } else if (isOlder(BETWEEN_OUTAGES, now) && !now.isBefore(first.plus(patience))) {
            since = first;
            reported = now;
            log.logf(level, "%s fail: %s", calls, cause);
        }
    }

    private boolean isOlder(Duration age, Instant now) {
        return reported == null || !now.isBefore(reported.plus(age));
    }

    /** A call succeeded. */
    public void answered() {
        if (firstFailure != null) {
            end();
        }
    }

    private synchronized void end() {
        Instant began = since;
        firstFailure = null;
        if (began != null) {
            since = null;
            log.infof(
                    "%s succeed again, after %d s",
                    calls, Duration.between(began, clock.instant()).toSeconds());
        }
    }
}
