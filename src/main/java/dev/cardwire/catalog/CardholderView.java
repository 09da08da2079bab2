// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cardwire.uqpay.UqpayCardholder;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A cardholder as callers see it ({@code docs/api.md} 2.7), under UQPAY's own names. */
record CardholderView(
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

    static CardholderView of(UqpayCardholder holder) {
        return new CardholderView(
                holder.cardholderId(),
                holder.cardholderStatus(),
                holder.email(),
                holder.firstName(),
                holder.lastName(),
                holder.countryCode(),
                holder.phoneNumber(),
                holder.dateOfBirth(),
                holder.gender(),
                holder.nationality(),
                holder.residentialAddress(),
                holder.numberOfCards(),
                holder.reviewStatus(),
                holder.idvStatus(),
                holder.idvVerificationUrl(),
                holder.idvUrlExpiresAt(),
                holder.createTime());
    }

    /** A person's data must not end in a log line by accident. */
    @Override
    public String toString() {
        return "CardholderView[" + cardholderId + ", " + cardholderStatus + "]";
    }
}
