// SPDX-License-Identifier: Apache-2.0
/**
 * Cardwire. Reading order is the way of the data: {@code issuing} asks for a card of what the {@code catalog} offers,
 * {@code uqpay} carries the question upstream, {@code card} keeps what came of it, {@code webhook} takes in what upstream
 * reports back, {@code card} decides and logs the change, {@code stream} shows it; {@code reconcile} looks up what never
 * came. The leaves {@code access}, {@code cluster}, {@code pan}, {@code problem}, {@code time} serve them all; {@code console} only
 * watches. Here are only the start, and what masks log lines and spans of all of them.
 */
@NullMarked
package dev.cardwire;

import org.jspecify.annotations.NullMarked;
