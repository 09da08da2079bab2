// SPDX-License-Identifier: Apache-2.0
/** What a card can be issued from: products, cardholders and balances, as UQPAY reports them. */
@NullMarked
package dev.cardwire.catalog;

import org.jspecify.annotations.NullMarked;
