// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.account;

import java.math.BigDecimal;
import java.time.Instant;

/** The issuing money of one currency. Frozen is what an unfinished order has set aside. */
public final class SimulatedBalance {
    private String balanceId;
    private String currency;
    private BigDecimal available;
    private BigDecimal margin = BigDecimal.ZERO;
    private BigDecimal frozen = BigDecimal.ZERO;
    private Instant createTime;
    private Instant lastTradeTime;

    SimulatedBalance() {}

    SimulatedBalance(String balanceId, String currency, BigDecimal available, Instant now) {
        this.balanceId = balanceId;
        this.currency = currency;
        this.available = available;
        this.createTime = now;
        this.lastTradeTime = now;
    }

    public String id() {
        return balanceId;
    }

    public String currency() {
        return currency;
    }

    public BigDecimal available() {
        return available;
    }

    public BigDecimal margin() {
        return margin;
    }

    public BigDecimal frozen() {
        return frozen;
    }

    public Instant createTime() {
        return createTime;
    }

    public Instant lastTradeTime() {
        return lastTradeTime;
    }

    void add(BigDecimal amount, Instant at) {
        available = available.add(amount);
        lastTradeTime = at;
    }

    void freeze(BigDecimal amount) {
        frozen = frozen.add(amount);
    }
}
