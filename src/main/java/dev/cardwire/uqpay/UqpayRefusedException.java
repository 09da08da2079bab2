// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** UQPAY refused for certain ({@code uqpay/api.md} 5). A new attempt needs a corrected request and a new key. */
public final class UqpayRefusedException extends UqpayException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String type;
    private final @Nullable String code;
    private final @Nullable String said;
    private final transient @Nullable JsonNode missingFields;

    public UqpayRefusedException(
            int status, String type, @Nullable String code, @Nullable String said, @Nullable JsonNode missingFields) {
        super("UQPAY refused with " + status + " " + type + " " + code, evidence(status, type, code, said));
        this.status = status;
        this.type = type;
        this.code = code;
        this.said = said;
        this.missingFields = missingFields;
    }

    private static UqpayEvidence evidence(int status, String type, @Nullable String code, @Nullable String said) {
        return new UqpayEvidence(
                UqpayEvidence.Kind.ANSWER, status, type.isEmpty() ? null : type, code, said, null, null, null);
    }

    @Override
    public UqpayException withoutWords() {
        return new UqpayRefusedException(status, type, code, null, missingFields);
    }

    /** UQPAY's HTTP status. */
    public int status() {
        return status;
    }

    /** UQPAY's error type, one of those that mean no; empty in its older, flat form. */
    public String type() {
        return type;
    }

    /** UQPAY's error code, where it gave one. */
    public Optional<String> code() {
        return Optional.ofNullable(code);
    }

    /** UQPAY's own sentence, cut and without digit runs that could be a card number; for people, never to branch on. */
    public Optional<String> said() {
        return Optional.ofNullable(said);
    }

    /** What a cardholder lacks, in UQPAY's own shape. */
    public Optional<JsonNode> missingFields() {
        return Optional.ofNullable(missingFields);
    }

    /** Whether the other is the same no, in the same words. */
    public boolean saysTheSameAs(UqpayRefusedException other) {
        return status == other.status
                && type.equals(other.type)
                && Objects.equals(code, other.code)
                && Objects.equals(said, other.said);
    }

    /** Whether UQPAY says of a card that it does not exist: not of an account, and not of a route as a proxy may. */
    public boolean isCardNotFound() {
        return "card_not_found".equals(code) || type.equals("not_found");
    }

    /** Whether the thing that was asked for does not exist; UQPAY says so with 400. */
    public boolean isNotFound() {
        return status == 404 || type.equals("not_found") || (code != null && code.endsWith("not_found"));
    }
}
