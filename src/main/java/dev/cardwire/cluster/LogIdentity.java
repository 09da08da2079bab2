// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.cluster;

/**
 * Which log this is: a random id that is made anew when the database is another one than before (a restore, a failover),
 * so that a position or a mark never outlives the log it was made in.
 */
public interface LogIdentity {

    /** The id's first eight hex digits; known before the first request is served. */
    String shortId();
}
