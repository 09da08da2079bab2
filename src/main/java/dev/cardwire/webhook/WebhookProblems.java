// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import dev.cardwire.masking.OutageLog;
import dev.cardwire.problem.ProblemCode;
import dev.cardwire.problem.ProblemException;
import dev.cardwire.webhook.event.Outcome;
import dev.cardwire.webhook.otp.OtpForward;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/** How a delivery is refused that is no event of UQPAY's, or that could not be stored, and who is told that it was. */
@Singleton
class WebhookProblems {

    private static final Logger LOG = Logger.getLogger(WebhookProblems.class);

    private final EndpointWatch watch;
    private final OutageLog outages;

    WebhookProblems(EndpointWatch watch, InstantSource clock) {
        this.watch = watch;
        this.outages = OutageLog.of(LOG, "commits of events", clock);
    }

    static ProblemException notVerifiable() {
        return new ProblemException(
                ProblemCode.OVERLOADED, "No signing secret is configured, so nothing can be verified.");
    }

    /** One answer for all that is wrong, so that a forger learns nothing. */
    static ProblemException notValid() {
        return new ProblemException(ProblemCode.UNAUTHENTICATED, "The signature is not valid.");
    }

    /** The same work, with its end noted for the watch over this endpoint and for the log. */
    Uni<WebhookIntake.Answer> watched(Uni<WebhookIntake.Answer> work) {
        return work.invoke(answer -> watch.answered(Outcome.of(answer.outcome())))
                .invoke(outages::answered)
                .onFailure(failure -> !(failure instanceof OtpForward.NotTaken))
                .invoke(refused -> watch.refused());
    }

    /** Whatever it was, the event is not stored: UQPAY has to send it again, and gets no word of the cause. */
    ProblemException of(Throwable failure) {
        if (failure instanceof ProblemException problem) {
            return problem;
        }
        if (failure instanceof WebhookBatches.QueueFull) {
            return new ProblemException(ProblemCode.OVERLOADED, "Too many events are waiting. Send it again.");
        }
        if (failure instanceof OtpForward.NotTaken) {
            return new ProblemException(
                    ProblemCode.OVERLOADED, "The one-time password could not be forwarded. Send the event again.");
        }
        outages.failed(failure);
        return new ProblemException(ProblemCode.STORAGE_UNAVAILABLE, "The event was not stored. Send it again.");
    }
}
