// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.api;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** Writes the body of an answer at its pace. A receiver that has enough closes the connection, which ends it. */
final class BodyWriter {
    private static final int PORTION_BYTES = 1 << 20;
    private static final int PORTIONS = 64;
    private static final int MILLIS_A_CHARACTER = 1_000;

    private final Vertx vertx;
    private final Buffer blanks = Buffer.buffer(" ".repeat(PORTION_BYTES));

    BodyWriter(Vertx vertx) {
        this.vertx = vertx;
    }

    void write(HttpServerResponse response, String body, Pace pace) {
        switch (pace) {
            case WHOLE -> response.end(body);
            case GIANT -> flood(response.setChunked(true), body, PORTIONS);
            case TRICKLE -> trickle(response.setChunked(true), body, 0);
        }
    }

    /** The next portion follows when the last one is on its way: this end has to hold no more than one. */
    private void flood(HttpServerResponse response, String body, int left) {
        if (left == 0) {
            response.end(body);
        } else if (!response.closed()) {
            response.write(blanks).onSuccess(written -> flood(response, body, left - 1));
        }
    }

    private void trickle(HttpServerResponse response, String body, int from) {
        if (from == body.length()) {
            response.end();
        } else if (!response.closed()) {
            response.write(body.substring(from, from + 1));
            vertx.setTimer(MILLIS_A_CHARACTER, id -> trickle(response, body, from + 1));
        }
    }
}
