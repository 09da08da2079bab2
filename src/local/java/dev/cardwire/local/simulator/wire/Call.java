// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/** One request as the handlers see it. Header names are in lower case; an absent body is an empty object. */
public record Call(
        String method,
        String path,
        Map<String, String> params,
        Map<String, String> query,
        Map<String, String> headers,
        JsonNode body) {

    public String param(String name) {
        return params.get(name);
    }

    public Optional<String> query(String name) {
        return Optional.ofNullable(query.get(name)).filter(text -> !text.isBlank());
    }

    /** How many rows of a list are wanted at most; all of them when nothing is said. */
    public int limit() {
        try {
            return query("limit").map(Integer::parseUnsignedInt).orElse(Integer.MAX_VALUE);
        } catch (NumberFormatException e) {
            throw Refusal.invalid("limit must be a whole number");
        }
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    public String idempotencyKey() {
        return headers.getOrDefault("x-idempotency-key", "");
    }

    public boolean isWrite() {
        return !method.equals("GET");
    }

    public Fields fields() {
        return new Fields(body, "");
    }
}
