// SPDX-License-Identifier: Apache-2.0
/**
 * Cardwire. Reading order is the way of the data: {@code issuing} asks for a card of what the {@code catalog} offers,
 * {@code uqpay} carries the question upstream, {@code card} keeps the answer, {@code webhook} receives what upstream
 * reports, {@code card} decides and logs the change, {@code stream} shows it. {@code reconcile} finds what never came,
 * with {@code reading} for single cards. The leaves {@code access}, {@code audit}, {@code build}, {@code cluster},
 * {@code management}, {@code masking}, {@code pan}, {@code problem}, {@code sealing}, {@code start}, {@code store}, {@code time} and
 * {@code uuid} serve them all; {@code search} and {@code status} ask each of them about what is its own; {@code console}
 * only watches. Here is only the start.
 */
@NullMarked
package dev.cardwire;

import org.jspecify.annotations.NullMarked;
