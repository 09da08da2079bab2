// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A cap on spending, in practice on a single transaction ({@code PER_TRANSACTION}). */
@RegisterForReflection
public record UqpaySpendingControl(
        BigDecimal amount, @Nullable String interval) {}
