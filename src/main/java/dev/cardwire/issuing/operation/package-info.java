// SPDX-License-Identifier: Apache-2.0
/** A write at UQPAY as an operation: its key, its states, its request, and the one door through which it goes. */
@NullMarked
package dev.cardwire.issuing.operation;

import org.jspecify.annotations.NullMarked;
