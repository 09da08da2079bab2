// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.masking;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdkBuilder;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import io.quarkus.arc.Unremovable;
import io.quarkus.opentelemetry.runtime.AutoConfiguredOpenTelemetrySdkBuilderCustomizer;
import jakarta.inject.Singleton;
import java.util.List;

/** What a caller's {@code tracestate} brings along goes on in every span and call unless the sampler changes it: here it does. */
@Unremovable
@Singleton
class MaskedTraceState implements AutoConfiguredOpenTelemetrySdkBuilderCustomizer {

    @Override
    public void customize(AutoConfiguredOpenTelemetrySdkBuilder builder) {
        builder.addSamplerCustomizer((sampler, config) -> new MaskingSampler(sampler));
    }

    /** Without the entries in which something would be masked. */
    static TraceState masked(TraceState given) {
        if (given.isEmpty()) {
            return given;
        }
        TraceStateBuilder kept = TraceState.builder();
        given.forEach((key, value) -> {
            String entry = key + "=" + value;
            if (MaskedText.of(entry).equals(entry)) {
                kept.put(key, value);
            }
        });
        return kept.build();
    }

    private record MaskingSampler(Sampler chosen) implements Sampler {

        @Override
        public SamplingResult shouldSample(
                Context parent, String trace, String name, SpanKind kind, Attributes attributes, List<LinkData> links) {
            return new MaskedResult(chosen.shouldSample(parent, trace, name, kind, attributes, links));
        }

        @Override
        public String getDescription() {
            return chosen.getDescription();
        }
    }

    private record MaskedResult(SamplingResult chosen) implements SamplingResult {

        @Override
        public SamplingDecision getDecision() {
            return chosen.getDecision();
        }

        @Override
        public Attributes getAttributes() {
            return chosen.getAttributes();
        }

        @Override
        public TraceState getUpdatedTraceState(TraceState parent) {
            return masked(chosen.getUpdatedTraceState(parent));
        }
    }
}
