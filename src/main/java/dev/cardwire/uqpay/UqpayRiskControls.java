// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Risk controls of a card; a part that is null was not said. The names on the wire are UQPAY's. Others are left out, of
 * reads as of events: a control that only one of them reports would come and go.
 */
@RegisterForReflection
public record UqpayRiskControls(
        @JsonProperty("enable_3ds") @Nullable String enable3ds,
        @JsonProperty("allow_3ds_transactions") @Nullable String allow3dsTransactions,
        @JsonProperty("allowed_mcc") @Nullable List<String> allowedMcc,
        @JsonProperty("blocked_mcc") @Nullable List<String> blockedMcc) {}
