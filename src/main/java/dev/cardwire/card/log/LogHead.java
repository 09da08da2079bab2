// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card.log;

/**
 * Where the change log stands.
 *
 * @param position the newest committed position, 0 for an empty log
 * @param keptFrom the oldest position that is still kept
 */
public record LogHead(long position, long keptFrom) {}
