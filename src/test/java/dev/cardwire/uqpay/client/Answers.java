// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** Answers as they come off the wire. */
final class Answers {

    static final Instant NOON = Instant.parse("2026-04-10T12:00:00Z");

    private Answers() {}

    static Answer of(int status, String body) {
        return new Answer(status, body.getBytes(StandardCharsets.UTF_8), null, null, NOON);
    }

    static Answer of(int status, byte[] body) {
        return new Answer(status, body, null, null, NOON);
    }

    static Answer retryAfter(int status, Duration wait) {
        return new Answer(status, new byte[0], null, wait, NOON);
    }
}
