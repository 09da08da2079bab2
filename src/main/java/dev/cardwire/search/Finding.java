// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.search;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.UUID;

/**
 * One thing that a search found ({@code docs/api.md} 1.6).
 *
 * @param summary a line for people; it names nobody
 * @param href where the whole of it is read
 * @param at when it came to be; findings are listed by it
 */
public record Finding(
        FindingKind kind,
        UUID id,
        String summary,
        String href,
        @JsonIgnore Instant at) {}
