// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.masking;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributeType;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.internal.ExtendedSpanProcessor;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Masks spans when they end, whatever was put into them and where: their names and all of their texts, as log lines are.
 * Queries go altogether: tickets travel in ours, and nobody knows what travels in those of a receiver of codes.
 */
@Unremovable
@Singleton
class MaskedSpans implements ExtendedSpanProcessor {

    private static final List<AttributeKey<String>> QUERIES =
            List.of(AttributeKey.stringKey("url.query"), AttributeKey.stringKey("http.query"));
    private static final List<AttributeKey<String>> ADDRESSES = List.of(
            AttributeKey.stringKey("url.full"),
            AttributeKey.stringKey("http.url"),
            AttributeKey.stringKey("http.target"));

    @Override
    public void onEnding(ReadWriteSpan span) {
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
        span.getAttributes().forEach((key, value) -> mask(span, key, value));
        String name = MaskedText.of(span.getName());
        if (!name.equals(span.getName())) {
            span.updateName(name);
        }
    }

    @SuppressWarnings("unchecked") // the type of a key is that of its values
    private static void mask(ReadWriteSpan span, AttributeKey<?> key, Object value) {
        if (key.getType() == AttributeType.STRING) {
            String masked = MaskedText.of(value.toString());
            if (!masked.equals(value)) {
                span.setAttribute((AttributeKey<String>) key, masked);
            }
        } else if (key.getType() == AttributeType.STRING_ARRAY) {
            List<String> masked =
                    ((List<String>) value).stream().map(MaskedText::of).toList();
            if (!masked.equals(value)) {
                span.setAttribute((AttributeKey<List<String>>) key, masked);
            }
        }
    }

    @Override
    public boolean isOnEndingRequired() {
        return true;
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {}

    @Override
    public boolean isEndRequired() {
        return false;
    }
}
