// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.status;

import java.time.Instant;

/**
 * A part as operators see it ({@code docs/api.md} 5.4).
 *
 * @param since when it came into this state, or when this replica first saw it so
 */
record PartStatus(String part, PartState state, Instant since, String detail) {}
