// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card.lifecycle;

import java.util.EnumSet;
import java.util.Set;

/**
 * The only place where a status moves: a pure function of state and signal ({@code uqpay/api.md} 11, {@code
 * uqpay/webhooks.md} 6). Final states absorb, late events never bring an old status back, and what cannot be decided
 * from the signal alone is decided by a read.
 */
public final class CardLifecycle {

    /** UQPAY's times have whole seconds and clocks drift: this close to a read, the order is not known. */
    private static final int READ_BLUR_SECONDS = 2;

    /** A cache, a replica of UQPAY's or a wrong account may miss a card once or twice. */
    private static final int MISSES = 3;

    private CardLifecycle() {}

    /** What a signal does to a card in this state. */
    public static Transition next(CardState state, CardSignal signal) {
        return signal.read(new Reading(state));
    }

    /** Where a dated event may take a card from here. */
    static Set<CardStatus> successors(CardStatus from) {
        return switch (from) {
            case PENDING -> allBut(CardStatus.PENDING);
            case ACTIVE, FROZEN, BLOCKED, UNKNOWN -> allBut(CardStatus.PENDING, CardStatus.FAILED);
            case PRE_CANCEL -> EnumSet.of(CardStatus.CANCELLED);
            case LOST, STOLEN ->
                EnumSet.of(CardStatus.LOST, CardStatus.STOLEN, CardStatus.PRE_CANCEL, CardStatus.CANCELLED);
            case CANCELLED, FAILED -> EnumSet.noneOf(CardStatus.class);
        };
    }

    /**
     * Where a read may take a card from here. It is UQPAY's own answer, so it decides everything but what UQPAY itself
     * calls final: nothing leaves the two ends, and a cancellation is never undone.
     */
    static Set<CardStatus> readSuccessors(CardStatus from) {
        return switch (from) {
            case PENDING, UNKNOWN -> EnumSet.allOf(CardStatus.class);
            case ACTIVE, FROZEN, BLOCKED, LOST, STOLEN -> allBut(CardStatus.PENDING);
            case PRE_CANCEL -> EnumSet.of(CardStatus.CANCELLED, CardStatus.LOST, CardStatus.STOLEN, CardStatus.UNKNOWN);
            case CANCELLED, FAILED -> EnumSet.noneOf(CardStatus.class);
        };
    }

    /**
     * Whether a card that UQPAY does not know any more is shown as such. One that is PENDING is not usable, and the end of
     * its order decides; one that is cancelled must not come back by a later read.
     */
    public static boolean canVanish(CardStatus status) {
        return switch (status) {
            case ACTIVE, FROZEN, BLOCKED, LOST, STOLEN, UNKNOWN -> true;
            case PENDING, PRE_CANCEL, CANCELLED, FAILED -> false;
        };
    }

    /** UQPAY undoes no cancellation. */
    private static boolean ends(CardStatus status) {
        return status == CardStatus.PRE_CANCEL || status == CardStatus.CANCELLED;
    }

    private static Set<CardStatus> allBut(CardStatus first, CardStatus... rest) {
        return EnumSet.complementOf(EnumSet.of(first, rest));
    }

    private record Reading(CardState state) implements CardSignal.Reader<Transition> {

        @Override
        public Transition accepted(CardSignal.Accepted signal) {
            return state.status() == null
                    ? new Transition.Moved(null, CardStatus.PENDING)
                    : new Transition.Unchanged("the card is already " + state.status());
        }

        @Override
        public Transition provisioned(CardSignal.Provisioned signal) {
            CardStatus current = state.status();
            if (current == null || current == CardStatus.PENDING) {
                // The event's name is the proof; a body that still says PENDING was written a moment too early.
                CardStatus to = signal.status() == CardStatus.PENDING ? CardStatus.ACTIVE : signal.status();
                return new Transition.Moved(current, to);
            }
            if (current == CardStatus.UNKNOWN) {
                return new Transition.Undecided("what the card was is not understood");
            }
            return current == CardStatus.FAILED
                    ? new Transition.Refused("FAILED is final")
                    : new Transition.Unchanged("the creation is older than " + current);
        }

        @Override
        public Transition provisioningFailed(CardSignal.ProvisioningFailed signal) {
            CardStatus current = state.status();
            if (current == null || current == CardStatus.PENDING) {
                return new Transition.Moved(current, CardStatus.FAILED);
            }
            if (current == CardStatus.FAILED) {
                return new Transition.Unchanged("the card is already FAILED");
            }
            return current.isFinal()
                    ? new Transition.Refused(current + " is final")
                    : new Transition.Undecided("a card that was " + current + " cannot have failed to be created");
        }

        @Override
        public Transition statusReported(CardSignal.StatusReported signal) {
            CardStatus current = state.status();
            if (current == null) {
                return new Transition.Undecided("the card is not known");
            }
            if (current == signal.status() && current != CardStatus.UNKNOWN) {
                return new Transition.Unchanged("the card is already " + current);
            }
            if (current.isFinal()) {
                return new Transition.Refused(current + " is final");
            }
            EventTime at = signal.at();
            if (at == null) {
                return new Transition.Undecided("the event has no readable update_time");
            }
            if (state.readAt() != null && at.isWithin(READ_BLUR_SECONDS, state.readAt())) {
                return new Transition.Undecided("the card was read within 2 s of the event");
            }
            return byTime(current, signal.status(), at);
        }

        private Transition byTime(CardStatus current, CardStatus reported, EventTime at) {
            int order = state.asOf() == null ? 1 : at.compareTo(state.asOf());
            if (order < 0 && ends(reported) && successors(current).contains(reported)) {
                return new Transition.Undecided("nothing undoes " + reported + ", and a newer event did");
            }
            if (order < 0) {
                return new Transition.Unchanged("a newer event was applied");
            }
            if (order == 0) {
                return current == reported
                        ? new Transition.Unchanged("the card is already " + current)
                        : new Transition.Undecided("two events of the same time differ");
            }
            return successors(current).contains(reported)
                    ? new Transition.Moved(current, reported)
                    : new Transition.Refused(current + " is not followed by " + reported);
        }

        @Override
        public Transition statusMentioned(CardSignal.StatusMentioned signal) {
            CardStatus current = state.status();
            boolean same = current == signal.status() && current != CardStatus.UNKNOWN;
            if (current == null || same || current.isFinal()) {
                return new Transition.Unchanged("a fact about the card");
            }
            return new Transition.Undecided("the event mentions another status");
        }

        @Override
        public Transition readBack(CardSignal.ReadBack signal) {
            CardStatus current = state.status();
            if (current == null) {
                return new Transition.Moved(null, signal.status());
            }
            if (signal.signalsSeen() == null || signal.signalsSeen() != state.signalsSeen()) {
                return new Transition.Undecided("a signal came while the card was read");
            }
            if (current == signal.status() && current != CardStatus.UNKNOWN) {
                return new Transition.Unchanged("UQPAY says the same");
            }
            if (state.readAt() != null && signal.at().compareTo(state.readAt()) < 0) {
                return new Transition.Undecided("a read that was sent later says otherwise");
            }
            return readSuccessors(current).contains(signal.status())
                    ? new Transition.Moved(current, signal.status())
                    : new Transition.Refused(current + " is not followed by " + signal.status());
        }

        @Override
        public Transition notFound(CardSignal.NotFound signal) {
            CardStatus current = state.status();
            if (current == null || !canVanish(current)) {
                return new Transition.Unchanged("UQPAY does not know the card");
            }
            if (signal.signalsSeen() != state.signalsSeen()) {
                return new Transition.Undecided("a signal came while the card was read");
            }
            boolean enough = state.isCountedMiss(signal.at()) && state.misses() + 1 >= MISSES;
            return enough || signal.certain()
                    ? new Transition.Moved(current, CardStatus.UNKNOWN)
                    : new Transition.Unchanged("UQPAY does not know the card, which one more read has to confirm");
        }

        @Override
        public Transition noted(CardSignal.Noted signal) {
            return new Transition.Unchanged("a fact about the card");
        }
    }
}
