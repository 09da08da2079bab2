// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.fanout;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * The end of a trace: changes handed to the streams. A span of its own, because the tail reads what any replica committed;
 * found by the ids of its cards. Streams themselves have no span, which would live as long as they do.
 */
@Singleton
class PublishedSpans {

    private static final AttributeKey<List<String>> CARDS = AttributeKey.stringArrayKey("cardwire.card_ids");
    /** More in a span than anybody reads. */
    private static final int MOST_CARDS = 50;

    private final Tracer tracer;

    PublishedSpans(Tracer tracer) {
        this.tracer = tracer;
    }

    void published(PublishedBatch batch) {
        Span span = tracer.spanBuilder("publish changes").setNoParent().startSpan();
        if (span.isRecording()) {
            span.setAttribute("cardwire.position", batch.upTo());
            span.setAttribute(
                    CARDS,
                    batch.announcements().stream()
                            .map(announcement -> announcement.change().cardId().toString())
                            .distinct()
                            .limit(MOST_CARDS)
                            .toList());
        }
        span.end();
    }
}
