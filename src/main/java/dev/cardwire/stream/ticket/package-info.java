// SPDX-License-Identifier: Apache-2.0
/** Stream tickets: signed, checked and revoked. */
@NullMarked
package dev.cardwire.stream.ticket;

import org.jspecify.annotations.NullMarked;
