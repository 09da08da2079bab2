// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.card;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.local.simulator.store.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A card at UQPAY. A SINGLE card holds money of its own ({@code loaded}); a SHARE card has a cap, and {@code consumed}
 * counts against it.
 */
public final class SimulatedCard {
    private static final List<String> FINAL = List.of("CANCELLED", "FAILED");

    private CardTerms terms;
    private String status = "PENDING";
    private BigDecimal cardLimit;
    private JsonNode spendingControls;
    private JsonNode riskControls = NullNode.getInstance();
    private JsonNode metadata = Json.object();
    private String nameOnCard;
    private String updateReason;
    private BigDecimal noPinPaymentAmount;
    private BigDecimal loaded = BigDecimal.ZERO;
    private BigDecimal consumed = BigDecimal.ZERO;
    private Instant updateTime;

    SimulatedCard() {}

    public SimulatedCard(CardTerms terms, BigDecimal cardLimit) {
        this.terms = terms;
        this.cardLimit = cardLimit;
        this.updateTime = terms.createTime();
        ArrayNode widest = Json.array();
        widest.addObject().put("amount", new BigDecimal("20000")).put("interval", "PER_TRANSACTION");
        this.spendingControls = widest;
    }

    public CardTerms terms() {
        return terms;
    }

    public String id() {
        return terms.cardId();
    }

    public String status() {
        return status;
    }

    public boolean is(String... words) {
        return List.of(words).contains(status);
    }

    public boolean isFinal() {
        return FINAL.contains(status);
    }

    public BigDecimal cardLimit() {
        return cardLimit;
    }

    public JsonNode spendingControls() {
        return spendingControls;
    }

    public JsonNode riskControls() {
        return riskControls;
    }

    public JsonNode metadata() {
        return metadata;
    }

    public Optional<String> nameOnCard() {
        return Optional.ofNullable(nameOnCard);
    }

    public Optional<String> updateReason() {
        return Optional.ofNullable(updateReason);
    }

    public Optional<BigDecimal> noPinPaymentAmount() {
        return Optional.ofNullable(noPinPaymentAmount);
    }

    public BigDecimal loaded() {
        return loaded;
    }

    public BigDecimal consumed() {
        return consumed;
    }

    public Instant updateTime() {
        return updateTime;
    }

    public BigDecimal available() {
        return terms.isSingle() ? loaded : cardLimit.subtract(consumed).max(BigDecimal.ZERO);
    }

    public void become(String newStatus, Optional<String> reason, Instant at) {
        status = newStatus;
        updateReason = reason.orElse(null);
        updateTime = at;
    }

    public void load(BigDecimal amount) {
        loaded = loaded.add(amount);
    }

    public void consume(BigDecimal amount) {
        consumed = consumed.add(amount);
    }

    /** Takes what a creation or an update says about the card; what is absent stays as it is. */
    public void amend(ObjectNode wish, Instant at) {
        if (wish.hasNonNull("card_limit")) {
            cardLimit = Json.decimal(wish.get("card_limit")).orElseThrow();
        }
        if (wish.hasNonNull("spending_controls")
                && !wish.get("spending_controls").isEmpty()) {
            spendingControls = numbers(wish.get("spending_controls"));
        }
        if (wish.hasNonNull("risk_controls")) {
            riskControls = wish.get("risk_controls").deepCopy();
        }
        if (wish.hasNonNull("metadata")) {
            metadata = wish.get("metadata").deepCopy();
        }
        if (wish.hasNonNull("name_on_card")) {
            nameOnCard = wish.get("name_on_card").textValue();
        }
        if (wish.hasNonNull("no_pin_payment_amount")) {
            noPinPaymentAmount = Json.decimal(wish.get("no_pin_payment_amount")).orElseThrow();
        }
        updateTime = at;
    }

    /** The controls with their amounts as numbers, however the client wrote them. */
    private static ArrayNode numbers(JsonNode controls) {
        ArrayNode numbers = Json.array();
        controls.forEach(control -> numbers.addObject()
                .put("amount", Json.decimal(control.get("amount")).orElseThrow())
                .put("interval", control.get("interval").textValue()));
        return numbers;
    }
}
