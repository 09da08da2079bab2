// SPDX-License-Identifier: Apache-2.0
/** A card read at UQPAY, as a report for the store. */
@NullMarked
package dev.cardwire.reading;

import org.jspecify.annotations.NullMarked;
