// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import dev.cardwire.masking.OutageLog;
import dev.cardwire.problem.ProblemCode;
import dev.cardwire.problem.ProblemException;
import dev.cardwire.webhook.event.Outcome;
import dev.cardwire.webhook.otp.OtpForward;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.InstantSource;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Where UQPAY reports to. No key: the signature over the received bytes is the proof, checked before anything is read. */
@Path("/webhooks/uqpay")
class WebhookResource {

    private static final Logger LOG = Logger.getLogger(WebhookResource.class);

    private final SignatureVerifier signatures;
    private final WebhookIntake intake;
    private final EndpointWatch watch;
    private final OutageLog outages;

    WebhookResource(SignatureVerifier signatures, WebhookIntake intake, EndpointWatch watch, InstantSource clock) {
        this.outages = OutageLog.of(LOG, "commits of events", clock);
        this.signatures = signatures;
        this.intake = intake;
        this.watch = watch;
    }

    @POST
    @Produces(MediaType.APPLICATION_JSON)
    @Cancellable(false)
    public Uni<WebhookIntake.Answer> receive(
            @HeaderParam("x-wk-timestamp") @Nullable String timestamp,
            @HeaderParam("x-wk-signature") @Nullable String signature,
            byte @Nullable [] body) {
        if (!signatures.isReady()) {
            throw notVerifiable();
        }
        byte[] received = body == null ? new byte[0] : body;
        if (!signatures.verifies(received, timestamp, signature)) {
            throw notValid();
        }
        return intake.take(received)
                .invoke(answer -> watch.answered(Outcome.of(answer.outcome())))
                .invoke(outages::answered)
                .onFailure(failure -> !(failure instanceof OtpForward.NotTaken))
                .invoke(refused -> watch.refused())
                .onFailure()
                .transform(this::again);
    }

    static ProblemException notVerifiable() {
        return new ProblemException(
                ProblemCode.OVERLOADED, "No signing secret is configured, so nothing can be verified.");
    }

    /** One answer for all that is wrong, so that a forger learns nothing. */
    static ProblemException notValid() {
        return new ProblemException(ProblemCode.UNAUTHENTICATED, "The signature is not valid.");
    }

    /** Whatever it was, the event is not stored: UQPAY has to send it again, and gets no word of the cause. */
    private ProblemException again(Throwable failure) {
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
