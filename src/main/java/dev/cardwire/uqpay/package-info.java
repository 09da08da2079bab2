// SPDX-License-Identifier: Apache-2.0
/** The only package that speaks UQPAY's outbound dialect: a typed face, wire records that take every oddity of the answers, the token broker, and refusals divided by what the caller must do. */
@NullMarked
package dev.cardwire.uqpay;

import org.jspecify.annotations.NullMarked;
