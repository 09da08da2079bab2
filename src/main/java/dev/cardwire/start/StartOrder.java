// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.start;

/**
 * The order of everything that happens at start, for {@code @Startup} and for the {@code @Priority} of observers. What may
 * refuse the start comes before what begins work: a process that ends has then nothing to break off, and its log ends with
 * the one sentence that says why.
 */
public final class StartOrder {

    /** Refuses a forbidden configuration, and asks nobody. */
    public static final int SETTINGS = 1_000;

    /** Refuses what does not fit PostgreSQL, or the data in it. */
    public static final int STORE = 1_500;

    /** Is there before its first use: figures, handlers of failures. */
    public static final int FOUNDATIONS = 2_000;

    /** Begins what goes on until the stop: timers, listeners, ports. */
    public static final int WORK = 3_000;

    private StartOrder() {}
}
