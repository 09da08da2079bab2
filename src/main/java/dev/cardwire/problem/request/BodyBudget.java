// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.problem.request;

import dev.cardwire.problem.ProblemCode;
import dev.cardwire.problem.ProblemException;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that all bodies in flight hold together, counted as they come. Webhooks, whose senders are known only when the
 * whole body is there, have a third for themselves: they cannot keep out callers with a key, nor the other way round.
 */
@Singleton
class BodyBudget {

    private static final int PARTS = 3;

    private final long forWebhooks;
    private final long forCallers;
    private final AtomicLong ofWebhooks = new AtomicLong();
    private final AtomicLong ofCallers = new AtomicLong();

    BodyBudget(BodyConfig config) {
        this.forWebhooks = config.atOnce().asLongValue() / PARTS;
        this.forCallers = config.atOnce().asLongValue() - forWebhooks;
    }

    /** Whether there was room; what was taken is given back once. */
    boolean take(BodyClass body, long bytes) {
        if (held(body).addAndGet(bytes) <= (body.isKeyed() ? forCallers : forWebhooks)) {
            return true;
        }
        giveBack(body, bytes);
        return false;
    }

    void giveBack(BodyClass body, long bytes) {
        held(body).addAndGet(-bytes);
    }

    private AtomicLong held(BodyClass body) {
        return body.isKeyed() ? ofCallers : ofWebhooks;
    }

    static ProblemException full() {
        return new ProblemException(ProblemCode.OVERLOADED, "Too many bodies are being sent.");
    }
}
