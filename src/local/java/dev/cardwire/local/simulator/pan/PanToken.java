// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.pan;

import java.time.Instant;

/** Lets one browser see one card's number once. */
record PanToken(String token, String cardId, Instant expiresAt) {}
