// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

/**
 * How a write stands, and whether this request only repeated one.
 */
public record WriteResult(WriteOutcome end, boolean replayed) {}
