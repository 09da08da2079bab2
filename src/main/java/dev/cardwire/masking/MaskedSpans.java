// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.masking;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Singleton;
import java.util.List;

/** Takes queries out of spans: tickets travel in ours, and nobody knows what travels in those of a receiver of codes. */
@Unremovable
@Singleton
class MaskedSpans implements SpanProcessor {

    private static final List<AttributeKey<String>> QUERIES =
            List.of(AttributeKey.stringKey("url.query"), AttributeKey.stringKey("http.query"));
    private static final List<AttributeKey<String>> ADDRESSES = List.of(
            AttributeKey.stringKey("url.full"),
            AttributeKey.stringKey("http.url"),
            AttributeKey.stringKey("http.target"));

    /** Anybody can ask for {@code /v1/cards/<card number>}. */
    private static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        maskPath(span);
        for (AttributeKey<String> query : QUERIES) {
            if (span.getAttribute(query) != null) {
                span.setAttribute(query, "");
            }
        }
        for (AttributeKey<String> address : ADDRESSES) {
            String whole = span.getAttribute(address);
            if (whole != null && whole.indexOf('?') >= 0) {
                span.setAttribute(address, whole.substring(0, whole.indexOf('?')));
            }
        }
    }

    private static void maskPath(ReadWriteSpan span) {
        String path = span.getAttribute(PATH);
        if (path != null) {
            span.setAttribute(PATH, MaskedText.of(path));
        }
    }

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {}

    @Override
    public boolean isEndRequired() {
        return false;
    }
}
