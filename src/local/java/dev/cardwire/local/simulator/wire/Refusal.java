// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.local.simulator.store.Json;

/** UQPAY says no. Most refusals are envelope A: {@code {type, code, message}}; a missing resource is a 400 as well. */
public final class Refusal extends RuntimeException {
    private static final String RULE = "invalid_request_error";

    private final transient Answer answer;

    public Refusal(Answer answer) {
        super(answer.body(), null, false, false);
        this.answer = answer;
    }

    public Answer answer() {
        return answer;
    }

    public static Refusal of(int status, String type, String code, String message) {
        return new Refusal(Answer.json(status, envelope(type, code, message)));
    }

    public static ObjectNode envelope(String type, String code, String message) {
        return Json.object().put("type", type).put("code", code).put("message", message);
    }

    /** The request itself is wrong; the message names the field and its rule. */
    public static Refusal invalid(String message) {
        return of(400, RULE, RULE, message);
    }

    public static Refusal card(String message) {
        return of(400, "card_error", RULE, message);
    }

    public static Refusal noSuchCard() {
        return of(400, "card_error", "card_not_found", "card not found or deactivated");
    }

    public static Refusal missing(String type, String what) {
        return of(400, type, what.replace(' ', '_') + "_not_found", what + " not found");
    }

    public static Refusal account(String message) {
        return of(400, "account_error", RULE, message);
    }

    public static Refusal cardholder(String message) {
        return of(400, "cardholder_error", RULE, message);
    }

    public static Refusal idempotency(String message) {
        return of(400, "idempotency_error", RULE, message);
    }

    public static Refusal unauthorized(String message) {
        return of(401, "unauthorized_error", "unauthorized_error", message);
    }

    public static Refusal forbidden(String message) {
        return of(403, "unauthorized_error", "forbidden", message);
    }
}
