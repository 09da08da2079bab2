// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.problem.request;

import dev.cardwire.problem.ProblemCode;
import dev.cardwire.problem.ProblemException;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that bodies may hold together on paths where a single one may be large. One that says how long it is takes
 * its room at once, but is asked for its key at once too; another one takes room with each part that comes.
 */
@Singleton
class LargeBodyBudget {

    private final long most;
    private final AtomicLong held = new AtomicLong();

    LargeBodyBudget(BodyConfig config) {
        this.most = config.largeAtOnce().asLongValue();
    }

    /** Whether there was room; what was taken is given back once. */
    boolean take(long bytes) {
        if (held.addAndGet(bytes) <= most) {
            return true;
        }
        giveBack(bytes);
        return false;
    }

    void giveBack(long bytes) {
        held.addAndGet(-bytes);
    }

    static ProblemException full() {
        return new ProblemException(ProblemCode.OVERLOADED, "Too many large bodies are being sent.");
    }
}
