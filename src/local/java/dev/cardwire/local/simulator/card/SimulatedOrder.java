// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.card;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One thing asked of a card. {@code wish} is what the request wanted, kept until the order is carried out. */
public final class SimulatedOrder {
    public static final String PIN_MANAGEMENT = "PIN_MANAGEMENT";
    private static final Duration BLOCKS_OTHERS = Duration.ofMinutes(10);

    private String cardOrderId;
    private String cardId;
    private String orderType;
    private BigDecimal amount;
    private String currency;
    private ObjectNode wish;
    private String outcome = "succeed";
    private String orderStatus = "PROCESSING";
    private String failureCode;
    private Instant createTime;
    private Instant updateTime;
    private Instant completeTime;

    SimulatedOrder() {}

    public SimulatedOrder(
            String cardOrderId, String orderType, SimulatedCard card, BigDecimal amount, ObjectNode wish, Instant now) {
        this.cardOrderId = cardOrderId;
        this.cardId = card.id();
        this.orderType = orderType;
        this.amount = amount;
        this.currency = card.terms().currency();
        this.wish = wish;
        this.createTime = now;
        this.updateTime = now;
    }

    public String id() {
        return cardOrderId;
    }

    public String cardId() {
        return cardId;
    }

    public String orderType() {
        return orderType;
    }

    /** UQPAY lists no type of its own for a change of status or a raised limit. */
    String publicType() {
        return List.of("CARD_STATUS", "ELEVATE_LIMIT").contains(orderType) ? "CARD_UPDATE" : orderType;
    }

    boolean isAboutMoney() {
        return !orderType.equals(PIN_MANAGEMENT);
    }

    public BigDecimal amount() {
        return amount;
    }

    public String currency() {
        return currency;
    }

    /** The key of the request that asked for it. */
    public String idempotencyKey() {
        return wish.path("idempotency_key").asText("");
    }

    public ObjectNode wish() {
        return wish;
    }

    public String status() {
        return orderStatus;
    }

    public Optional<String> failureCode() {
        return Optional.ofNullable(failureCode);
    }

    public Instant createTime() {
        return createTime;
    }

    public Instant updateTime() {
        return updateTime;
    }

    public Optional<Instant> completeTime() {
        return Optional.ofNullable(completeTime);
    }

    public boolean isOpen() {
        return completeTime == null;
    }

    /** How it will end, fixed when it is accepted: turning the knob back later does not change it. */
    void willEnd(String newOutcome) {
        outcome = newOutcome;
    }

    boolean staysOpen() {
        return outcome.equals("stay_pending");
    }

    boolean willSucceed() {
        return outcome.equals("succeed");
    }

    /** An order left open for long no longer stands in the way of the next one. */
    boolean blocks(Instant now) {
        return isOpen() && createTime.plus(BLOCKS_OTHERS).isAfter(now);
    }

    public void finish(boolean success, Instant at) {
        orderStatus = success ? "SUCCESS" : "FAILED";
        failureCode = success ? null : orderType.equals(PIN_MANAGEMENT) ? "pin_operation_failed" : "order_failed";
        updateTime = at;
        completeTime = at;
    }
}
