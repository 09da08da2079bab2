// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.problem;

/** What a problem's page says to the person who got it: why it happens, and what to do. Named as the codes are. */
enum ProblemGuide {
    MALFORMED_REQUEST(
            "The body is not valid JSON, a value has the wrong JSON kind, a name occurs twice, or a header cannot be"
                    + " read.",
            "Correct what detail and errors name."),
    IDEMPOTENCY_KEY_MISSING(
            "This call creates something or moves money, so a repeat must be recognizable.",
            "Send an Idempotency-Key of 1 to 255 visible ASCII characters: a new one for each new request, the same"
                    + " one for a repeat."),
    UNAUTHENTICATED(
            "There is no key, token or ticket in the request, or it is unknown, expired or revoked.",
            "Send Authorization: Bearer with a valid key. A stream's front-end fetches a new ticket."),
    FORBIDDEN(
            "The caller is known, but has no role for this call, or asks for more than its ticket covers.",
            "Use a caller with the role, or ask for less. GET /v1/me shows the roles of a key."),
    NOT_FOUND(
            "The path does not exist, or nothing has the id in it.",
            "Check the path and the id. A card that exists only at UQPAY must be imported first."),
    METHOD_NOT_ALLOWED("The path exists, but not with this method.", "Use a method that the header Allow names."),
    NOT_ACCEPTABLE(
            "The header Accept excludes the type of the answer.",
            "Accept application/json, or text/event-stream for a stream."),
    REQUEST_TIMEOUT(
            "The body of the request did not arrive in time. Nothing was done.",
            "Send the whole body within 30 seconds."),
    REQUEST_IN_PROGRESS(
            "The first request with this Idempotency-Key is still running.",
            "Repeat the request with the same key. It gets the answer of the first one."),
    CARD_STATE_CONFLICT(
            "The status of the card does not allow this change.",
            "Read the card, and decide by its status. A cancelled card stays cancelled."),
    ORDER_IN_PROGRESS(
            "An earlier change of this card or cardholder has not ended.",
            "Wait until it has: GET /v1/operations?card_id= shows it. Then repeat the request."),
    REPLAY_NOT_POSSIBLE(
            "The event was applied or ignored already.", "Nothing. Only parked and failed events can be replayed."),
    OPERATION_NOT_UNRESOLVED(
            "The operation has an outcome, or is still being looked up.",
            "Read the operation. Only an UNRESOLVED one can be settled by an operator."),
    BODY_TOO_LARGE("The body is larger than this call reads.", "Send at most 64 KiB, and for a cardholder 8 MiB."),
    UNSUPPORTED_MEDIA_TYPE("The body is not declared as JSON.", "Send Content-Type: application/json."),
    VALIDATION_FAILED(
            "The request can be read, but breaks a rule. UQPAY was not asked.",
            "Correct the fields in errors, which lists all of them. The Idempotency-Key can be used again."),
    IDEMPOTENCY_KEY_REUSED(
            "The key belongs to a request with another body or another path.",
            "Use a new key for a new request. To repeat the first one, send its body unchanged."),
    UPSTREAM_REFUSED(
            "UQPAY refused the request for good. Nothing was done.",
            "Correct what upstream names, and send the request with a new Idempotency-Key."),
    TOO_MANY_REQUESTS("This caller has too many requests or streams at once.", "Wait, and send fewer at a time."),
    INTERNAL_ERROR(
            "A defect of the gateway. A write may have been done.",
            "Report the instance to the operators. Repeat a write only with the same Idempotency-Key."),
    METHOD_NOT_IMPLEMENTED("No path has this method.", "Use GET, POST, PATCH or DELETE, as the reference describes."),
    OVERLOADED("This replica has as much to do as it accepts. Nothing was done.", "Wait, and repeat the request."),
    UPSTREAM_UNAVAILABLE(
            "UQPAY does not answer, or answers that it cannot. The request was not carried out.",
            "Wait, and repeat the request with the same Idempotency-Key."),
    UPSTREAM_RATE_LIMITED(
            "The account's calls of this minute at UQPAY are used up.",
            "Wait, and repeat the request with the same Idempotency-Key."),
    UPSTREAM_UNAUTHORIZED(
            "UQPAY does not accept the gateway's credentials.",
            "Tell the operators, who must check the account at UQPAY. Then repeat the request with the same"
                    + " Idempotency-Key."),
    STORAGE_UNAVAILABLE(
            "The gateway's database does not take writes or does not answer.",
            "Wait, and repeat the request with the same Idempotency-Key.");

    private final String cause;
    private final String action;

    ProblemGuide(String cause, String action) {
        this.cause = cause;
        this.action = action;
    }

    static ProblemGuide to(ProblemCode code) {
        return valueOf(code.name());
    }

    String cause() {
        return cause;
    }

    String action() {
        return action;
    }
}
