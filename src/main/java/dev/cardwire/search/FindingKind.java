// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.search;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What was found. */
public enum FindingKind {
    @JsonProperty("card")
    CARD,
    @JsonProperty("operation")
    OPERATION,
    @JsonProperty("webhook_event")
    WEBHOOK_EVENT,
    @JsonProperty("cardholder")
    CARDHOLDER
}
