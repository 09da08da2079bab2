// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card;

import dev.cardwire.card.lifecycle.CardSignal;
import dev.cardwire.card.lifecycle.EventTime;
import dev.cardwire.card.lifecycle.Transition;
import org.jspecify.annotations.Nullable;

/**
 * How much of what a report says beside the status is believed. Facts come late, twice and out of order like signals do,
 * and a limit or a balance that was true before what is known must not come back.
 */
enum MergeMode {
    /** It is the newest that is known. */
    WHOLE,
    /** It is older than what is known, and only fills what is empty. */
    GAPS,
    /** It may be older, and the card is read again. */
    NOTHING;

    /** @param newest UQPAY's time of the newest facts that are known */
    static MergeMode in(CardReport report, Transition transition, @Nullable EventTime newest) {
        CardSignal signal = report.signal();
        if (signal instanceof CardSignal.ReadBack && transition instanceof Transition.Undecided) {
            return NOTHING;
        }
        if (tellsOfTheBeginning(signal) && !(transition instanceof Transition.Moved)) {
            return GAPS;
        }
        EventTime asOf = report.facts().asOf();
        return asOf != null && newest != null && asOf.compareTo(newest) < 0 ? GAPS : WHOLE;
    }

    /** A card's first facts are older than all others, whenever they come. */
    static boolean tellsOfTheBeginning(CardSignal signal) {
        return signal instanceof CardSignal.Accepted
                || signal instanceof CardSignal.Provisioned
                || signal instanceof CardSignal.ProvisioningFailed;
    }
}
