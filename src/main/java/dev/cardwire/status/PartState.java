// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.status;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a part is. */
public enum PartState {
    /** As it should be. */
    @JsonProperty("ok")
    OK,
    /** It works, with a loss that an operator should know of. */
    @JsonProperty("degraded")
    DEGRADED,
    /** It does not work, or does not answer. */
    @JsonProperty("down")
    DOWN
}
