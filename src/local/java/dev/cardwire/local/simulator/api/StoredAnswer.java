// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.api;

import java.time.Instant;

/** The first answer to an idempotency key, and what it was the answer to. */
record StoredAnswer(String key, String request, int status, String contentType, String body, Instant at) {}
