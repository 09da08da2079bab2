// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card;

/**
 * Fired after a commit that took positions in the log, on the thread that committed; observers must not block.
 *
 * @param position the newest position of that commit
 */
public record ChangesCommitted(long position) {}
