// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.masking;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Wherever a card number comes into a span, none leaves. */
class MaskedSpansTest {

    private static final String NUMBER = "4111111111111111";

    private final List<SpanData> left = new ArrayList<>();

    @Test
    void masksNamesAndAllTextsWhenTheSpanEnds() {
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .addSpanProcessor(new Exit())
                .addSpanProcessor(new MaskedSpans())
                .build();
        Span span =
                provider.get("test").spanBuilder("M" + NUMBER + " /v1/cards").startSpan();
        for (String key : List.of("url.path", "http.route", "user_agent.original", "server.address", "anything")) {
            span.setAttribute(key, "x " + NUMBER);
        }
        span.setAttribute("url.full", "https://uqpay.example/cards/" + NUMBER + "?ticket=secret");
        span.setAttribute("url.query", "ticket=secret");
        span.setAttribute(AttributeKey.stringArrayKey("headers"), List.of(NUMBER, "b"));
        span.setAttribute("http.response.status_code", 200);
        span.end();
        assertThat(left).hasSize(1);
        assertThat(left.get(0).toString()).doesNotContain(NUMBER).doesNotContain("secret");
        assertThat(left.get(0).getName()).isEqualTo("M[masked] /v1/cards");
        assertThat(left.get(0).getAttributes().get(AttributeKey.longKey("http.response.status_code")))
                .isEqualTo(200);
    }

    @Test
    void dropsEntriesOfATraceStateThatHoldOne() {
        TraceState given =
                TraceState.builder().put("pan", NUMBER).put("vendor", "abc").build();
        assertThat(MaskedTraceState.masked(given).asMap()).containsOnlyKeys("vendor");
    }

    /** What an exporter would see, which comes first here: the order of the two does not matter. */
    private final class Exit implements SpanProcessor {

        @Override
        public void onStart(Context parent, ReadWriteSpan span) {}

        @Override
        public boolean isStartRequired() {
            return false;
        }

        @Override
        public void onEnd(ReadableSpan span) {
            left.add(span.toSpanData());
        }

        @Override
        public boolean isEndRequired() {
            return true;
        }
    }
}
