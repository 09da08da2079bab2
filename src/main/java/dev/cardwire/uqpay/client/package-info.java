// SPDX-License-Identifier: Apache-2.0
/** How UQPAY is asked: calls, attempts, guards, the judge of answers, the wire, and the token broker. */
@NullMarked
package dev.cardwire.uqpay.client;

import org.jspecify.annotations.NullMarked;
