// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card;

import dev.cardwire.card.lifecycle.EventTime;
import java.math.BigDecimal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a card beside its status; null means that the source says nothing about a field, which then stays as
 * it is. JSON values are canonical text (see {@link CardJson}).
 *
 * @param statusRaw UQPAY's own word for the status, kept when it is one that we do not know
 * @param tag the operation id that the gateway put into the card's metadata; hidden from {@code metadata}
 * @param orderStatus how the order that the source speaks of stands, in upper case
 * @param orderFailure why that order failed; of an order that only changed the card nothing for the card itself
 * @param asOf when UQPAY says that it was so; null when it says nothing of time
 */
public record CardFacts(
        @Nullable String statusRaw,
        @Nullable String cardOrderId,
        @Nullable UUID tag,
        @Nullable String orderStatus,
        @Nullable String orderFailure,
        @Nullable EventTime asOf,
        @Nullable String cardNumber,
        @Nullable String cardBin,
        @Nullable String cardScheme,
        @Nullable String modeType,
        @Nullable String formFactor,
        @Nullable String cardCurrency,
        @Nullable BigDecimal cardLimit,
        @Nullable BigDecimal availableBalance,
        @Nullable UUID cardholderId,
        @Nullable UUID cardProductId,
        @Nullable String spendingControls,
        @Nullable String riskControls,
        @Nullable String metadata,
        @Nullable String usageType,
        @Nullable String failureCode) {

    /** A source that says nothing beside the status. */
    public static final CardFacts NONE = builder().build();

    /** Starts with nothing known. */
    public static Builder builder() {
        return new Builder();
    }

    /** Whether it has anything that a later event or read may contradict. */
    boolean canAge() {
        return cardLimit != null
                || availableBalance != null
                || spendingControls != null
                || riskControls != null
                || metadata != null;
    }

    /** Collects the fields by name, because twenty arguments in a row are mixed up sooner or later. */
    @SuppressWarnings("NullAway.Init")
    public static final class Builder {

        private @Nullable String statusRaw;
        private @Nullable String cardOrderId;
        private @Nullable UUID tag;
        private @Nullable String orderStatus;
        private @Nullable String orderFailure;
        private @Nullable EventTime asOf;
        private @Nullable String cardNumber;
        private @Nullable String cardBin;
        private @Nullable String cardScheme;
        private @Nullable String modeType;
        private @Nullable String formFactor;
        private @Nullable String cardCurrency;
        private @Nullable BigDecimal cardLimit;
        private @Nullable BigDecimal availableBalance;
        private @Nullable UUID cardholderId;
        private @Nullable UUID cardProductId;
        private @Nullable String spendingControls;
        private @Nullable String riskControls;
        private @Nullable String metadata;
        private @Nullable String usageType;
        private @Nullable String failureCode;

        private Builder() {}

        public Builder status(@Nullable String raw) {
            this.statusRaw = raw;
            return this;
        }

        public Builder order(@Nullable String id, @Nullable String status) {
            this.cardOrderId = id;
            this.orderStatus = status;
            return this;
        }

        public Builder orderFailure(@Nullable String code) {
            this.orderFailure = code;
            return this;
        }

        public Builder tag(@Nullable UUID operationId) {
            this.tag = operationId;
            return this;
        }

        public Builder asOf(@Nullable EventTime time) {
            this.asOf = time;
            return this;
        }

        /** The number, masked by the reader. */
        public Builder number(@Nullable String masked, @Nullable String bin, @Nullable String scheme) {
            this.cardNumber = masked;
            this.cardBin = bin;
            this.cardScheme = scheme;
            return this;
        }

        public Builder kind(@Nullable String mode, @Nullable String form, @Nullable UUID productId) {
            this.modeType = mode;
            this.formFactor = form;
            this.cardProductId = productId;
            return this;
        }

        public Builder money(@Nullable String currency, @Nullable BigDecimal limit, @Nullable BigDecimal available) {
            this.cardCurrency = currency;
            this.cardLimit = limit;
            this.availableBalance = available;
            return this;
        }

        public Builder cardholder(@Nullable UUID id) {
            this.cardholderId = id;
            return this;
        }

        public Builder controls(@Nullable String spending, @Nullable String risk) {
            this.spendingControls = spending;
            this.riskControls = risk;
            return this;
        }

        public Builder metadata(@Nullable String object) {
            this.metadata = object;
            return this;
        }

        public Builder usage(@Nullable String type) {
            this.usageType = type;
            return this;
        }

        public Builder failure(@Nullable String code) {
            this.failureCode = code;
            return this;
        }

        public CardFacts build() {
            return new CardFacts(
                    statusRaw,
                    cardOrderId,
                    tag,
                    orderStatus,
                    orderFailure,
                    asOf,
                    cardNumber,
                    cardBin,
                    cardScheme,
                    modeType,
                    formFactor,
                    cardCurrency,
                    cardLimit,
                    availableBalance,
                    cardholderId,
                    cardProductId,
                    spendingControls,
                    riskControls,
                    metadata,
                    usageType,
                    failureCode);
        }
    }
}
