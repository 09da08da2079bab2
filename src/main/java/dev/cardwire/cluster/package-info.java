// SPDX-License-Identifier: Apache-2.0
/** What replicas share: leases and the log's identity as PostgreSQL rows and, through Redis, the bell, seen marks, the token's copy and the call budget. Every verb has an answer for when Redis is gone. */
@NullMarked
package dev.cardwire.cluster;

import org.jspecify.annotations.NullMarked;
