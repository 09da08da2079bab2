// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.api;

import java.time.Instant;

/** The one token of a credential that is good right now. */
record LiveToken(String clientId, String token, Instant expiresAt) {}
