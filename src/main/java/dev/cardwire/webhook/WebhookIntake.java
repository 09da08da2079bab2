// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import dev.cardwire.audit.AuditEntry;
import dev.cardwire.audit.AuditLog;
import dev.cardwire.audit.AuditOutcome;
import dev.cardwire.cluster.SeenMarks;
import dev.cardwire.cluster.async.CallerContext;
import dev.cardwire.problem.RequestTrail;
import dev.cardwire.start.StartOrder;
import dev.cardwire.webhook.event.Envelope;
import dev.cardwire.webhook.event.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/** The story of a verified delivery: read the envelope, check its mark, ingest it, record what is odd. */
@Startup(StartOrder.FOUNDATIONS) // so that its figures are there before the first event
@ApplicationScoped
class WebhookIntake {

    private final WebhookBatches batches;
    private final OtpGate codes;
    private final SeenMarks marks;
    private final Oddities oddities;
    private final MeterRegistry metrics;
    private final InstantSource clock;
    private final Timer time;

    WebhookIntake(
            WebhookBatches batches,
            OtpGate codes,
            SeenMarks marks,
            Oddities oddities,
            MeterRegistry metrics,
            InstantSource clock) {
        this.batches = batches;
        this.codes = codes;
        this.marks = marks;
        this.oddities = oddities;
        this.metrics = metrics;
        this.clock = clock;
        this.time = metrics.timer("cardwire.webhook.time");
        for (Outcome outcome : Outcome.values()) {
            events(outcome.word());
        }
    }

    /** The answer to the sender. */
    record Answer(@Nullable UUID eventId, String outcome) {}

    /** Ingests a verified body; the answer comes after the commit. */
    Uni<Answer> take(byte[] body) {
        Instant now = clock.instant();
        String digest = digest(body);
        Optional<Envelope> envelope = Envelope.read(body);
        Delivery delivery = envelope.map(read -> Delivery.of(read, digest, now)).orElse(null);
        Uni<Answer> answer = delivery == null ? unreadable(digest, body.length, now) : event(delivery, body);
        Timer.Sample since = Timer.start(metrics);
        // a batch ends on a context of its own
        String request = (String) MDC.get(RequestTrail.REQUEST);
        return answer.invoke(given -> {
            events(given.outcome()).increment();
            since.stop(time);
            audit(given, delivery, now, request);
        });
    }

    private void audit(Answer given, @Nullable Delivery delivery, Instant since, @Nullable String request) {
        AuditLog.write(AuditEntry.ofEvent(
                AuditOutcome.valueOf(Outcome.of(given.outcome()).name()),
                request,
                given.eventId(),
                delivery == null ? null : delivery.cardId(),
                delivery == null ? null : delivery.operationId(),
                Duration.between(since, clock.instant()).toMillis()));
    }

    private Counter events(String outcome) {
        return metrics.counter("cardwire.webhook.events", "outcome", outcome);
    }

    private Uni<Answer> event(Delivery delivery, byte[] body) {
        RequestTrail.add(RequestTrail.EVENT, delivery.eventId());
        if (delivery.cardId() != null) {
            RequestTrail.add(RequestTrail.CARD, delivery.cardId());
        }
        return CallerContext.keep(marks.digestOf(delivery.eventId()))
                .flatMap(mark -> mark.isPresent()
                        ? Uni.createFrom().item(delivery.comparedTo(mark.get()))
                        : notMarked(delivery, body))
                .flatMap(outcome -> outcome == Outcome.CONFLICT
                        ? conflict(delivery, body.length)
                        : Uni.createFrom().item(new Answer(delivery.eventId(), outcome.word())));
    }

    private Uni<Outcome> notMarked(Delivery delivery, byte[] body) {
        return codes.pass(delivery, body)
                .flatMap(answered ->
                        answered.isPresent() ? Uni.createFrom().item(answered.get()) : batches.take(delivery));
    }

    private Uni<Answer> conflict(Delivery delivery, int size) {
        return oddities.conflict(delivery, size).replaceWith(new Answer(delivery.eventId(), Outcome.CONFLICT.word()));
    }

    private Uni<Answer> unreadable(String digest, int size, Instant at) {
        return oddities.unreadable(digest, size, at).replaceWith(new Answer(null, Outcome.UNREADABLE.word()));
    }

    private static String digest(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException cannotBe) {
            throw new IllegalStateException("every Java platform has SHA-256", cannotBe);
        }
    }
}
