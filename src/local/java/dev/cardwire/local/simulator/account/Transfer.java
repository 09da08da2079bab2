// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.account;

import java.math.BigDecimal;
import java.time.Instant;

/** Money moved between the master account and its sub-account. */
record Transfer(
        String transferId,
        String sourceAccountId,
        String destinationAccountId,
        String currency,
        BigDecimal amount,
        String remark,
        Instant time) {

    /** What it adds to the sub-account. */
    BigDecimal gainOfSub() {
        return destinationAccountId.equals(Accounts.SUB) ? amount : amount.negate();
    }
}
