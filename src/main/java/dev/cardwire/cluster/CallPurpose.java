// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.cluster;

/** What a call upstream is for; each purpose has a part of the minute that no other one can use up. */
public enum CallPurpose {
    /** An issuer waits: issuing with the reads that it needs, changing a card, a display session. */
    ISSUING,
    /** Finds out what became of a write whose outcome is not known. */
    RECOVERY,
    /** A caller or an event asks for one thing. */
    READ,
    /** Compares what is stored with UQPAY in the background. */
    SWEEP
}
