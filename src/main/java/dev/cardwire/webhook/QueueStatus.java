// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import dev.cardwire.status.PartReport;
import dev.cardwire.status.StatusSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Whether events come in faster than they are stored. The figure is the metric's, so that both show the same. */
@ApplicationScoped
class QueueStatus implements StatusSource {

    private static final int BUSY_PERCENT = 80;

    private final MeterRegistry metrics;
    private final SignatureVerifier signatures;
    private final int places;

    QueueStatus(MeterRegistry metrics, SignatureVerifier signatures, WebhookConfig config) {
        this.metrics = metrics;
        this.signatures = signatures;
        this.places = config.batch().queue();
    }

    @Override
    public String part() {
        return "webhook_queue";
    }

    @Override
    public Uni<PartReport> report() {
        Gauge queue = metrics.find("cardwire.webhook.queue").gauge();
        return Uni.createFrom().item(report(queue == null ? 0 : Math.round(queue.value())));
    }

    private PartReport report(long waiting) {
        String detail = waiting + " of " + places + " places taken";
        if (!signatures.isReady()) {
            return PartReport.down("no signing secret is configured: every event is answered 503");
        }
        if (waiting >= places) {
            return PartReport.down(detail + ": events are answered 503, UQPAY sends them again");
        }
        return waiting * 100 >= (long) places * BUSY_PERCENT ? PartReport.degraded(detail) : PartReport.ok(detail);
    }
}
