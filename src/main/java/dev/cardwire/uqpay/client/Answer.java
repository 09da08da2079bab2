// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.cardwire.json.LenientJson;
import jakarta.ws.rs.core.Response;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What came back over HTTP, not judged yet.
 *
 * @param body never null, and never printed
 * @param sentAt when the call left, by our clock
 */
record Answer(
        int status,
        byte[] body,
        @Nullable Instant date,
        @Nullable Duration retryAfter,
        Instant sentAt) {

    static Answer of(Response response, Instant sentAt, Instant receivedAt) {
        byte[] body = response.hasEntity() ? response.readEntity(byte[].class) : null;
        return new Answer(
                response.getStatus(),
                body == null ? new byte[0] : body,
                httpDate(response.getHeaderString("Date")),
                wait(response.getHeaderString("Retry-After"), receivedAt),
                sentAt);
    }

    boolean ok() {
        return status >= 200 && status < 300;
    }

    /** The body as JSON; a missing node for anything else, in which every field is missing. */
    JsonNode json() {
        return LenientJson.read(body).orElseGet(MissingNode::getInstance);
    }

    /** The body of a success as one of our records; null when it is not what it should be. */
    <T> @Nullable T as(Function<JsonNode, @Nullable T> decoder) {
        return ok() ? decoder.apply(json()) : null;
    }

    /** Nothing of the body. */
    @Override
    public String toString() {
        return "Answer[" + status + ", " + body.length + " bytes]";
    }

    private static @Nullable Duration wait(@Nullable String header, Instant now) {
        if (header == null) {
            return null;
        }
        if (header.trim().matches("[0-9]{1,6}")) {
            return Duration.ofSeconds(Long.parseLong(header.trim()));
        }
        Instant until = httpDate(header);
        return until == null || until.isBefore(now) ? null : Duration.between(now, until);
    }

    private static @Nullable Instant httpDate(@Nullable String header) {
        try {
            return header == null
                    ? null
                    : ZonedDateTime.parse(header.trim(), DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant();
        } catch (DateTimeException unreadable) {
            return null;
        }
    }
}
