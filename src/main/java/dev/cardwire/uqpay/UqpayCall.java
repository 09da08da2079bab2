// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay;

import dev.cardwire.cluster.CallPurpose;
import java.time.Instant;
import java.util.UUID;

/**
 * How a write is to be sent.
 *
 * @param upstreamKey a persisted, random UUID v4; every repeat of this write, by whomever, carries it
 * @param firstAttempt whether no earlier call with this key ended in doubt; when false, nothing but UQPAY's own word ends the doubt
 * @param notAfter no byte of this write leaves after it; checked directly before each attempt
 * @param purpose whose part of the minute's calls it takes
 */
public record UqpayCall(UUID upstreamKey, boolean firstAttempt, Instant notAfter, CallPurpose purpose) {}
