// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A cardholder ({@code uqpay/api.md} 10.2). The answer to a creation has little more than id and status. */
public record UqpayCardholder(
        UUID cardholderId,
        @Nullable String cardholderStatus,
        @Nullable String email,
        @Nullable String firstName,
        @Nullable String lastName,
        @Nullable String countryCode,
        @Nullable String phoneNumber,
        @Nullable String dateOfBirth,
        @Nullable String gender,
        @Nullable String nationality,
        @Nullable JsonNode residentialAddress,
        @Nullable Integer numberOfCards,
        @Nullable String reviewStatus,
        @Nullable String idvStatus,
        @Nullable String idvVerificationUrl,
        @Nullable Instant idvUrlExpiresAt,
        @Nullable Instant createTime) {

    /** A person's data must not end in a log line by accident. */
    @Override
    public String toString() {
        return "UqpayCardholder[" + cardholderId + ", " + cardholderStatus + "]";
    }
}
