// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * What UQPAY said when it refused.
 *
 * @param status UQPAY's HTTP status
 * @param missingFields the data that a cardholder lacks, in UQPAY's own shape
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@RegisterForReflection
public record UpstreamDetail(
        int status,
        @Nullable String type,
        @Nullable String code,
        @Nullable JsonNode missingFields) {}
