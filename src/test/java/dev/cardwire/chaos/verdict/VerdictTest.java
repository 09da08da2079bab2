// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.chaos.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The judge itself: it has nothing to say of a sound run, and notices everything that is spoiled in one. */
class VerdictTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void soundRunsHaveNoDifference(long seed) {
        assertThat(Verdict.of(new SoundEvidence(seed).evidence())).isEmpty();
    }

    @Test
    void aKeyIsFreeAgainAfterAnOperationThatWasNeverSent() {
        SoundEvidence run = new SoundEvidence(1);
        Evidence.Answer last = run.answers.get(2);
        run.answers.add(2, new Evidence.Answer(last.key(), last.kind(), 1, 2, 202, null, "never-sent", null));
        run.operations.add(new Evidence.Operation("never-sent", null, "u", "ISSUE_CARD", "NOT_SENT", null, null));
        assertThat(Verdict.of(run.evidence())).isEmpty();
    }

    static Stream<Arguments> spoiled() {
        return Stream.of(
                of("SameCards", "a card more here", run -> run.here.put("x", run.here.get(card(run)))),
                of("SameCards", "a card more there", run -> run.there.put("x", run.here.get(card(run)))),
                of("SameCards", "another limit", run -> run.there.get(card(run)).put("card_limit", "10.01")),
                of("OneEffectPerKey", "two cards", run -> run.movements.add(run.movements.get(0))),
                of("OneEffectPerKey", "no card", run -> run.movements.remove(0)),
                of(
                        "OneEffectPerKey",
                        "a card of nobody",
                        run -> run.movements.add(new Evidence.Movement("k", "CARD", "x", "ACTIVE"))),
                of(
                        "OneEffectPerKey",
                        "a refused one made a card",
                        run -> run.movements.add(
                                new Evidence.Movement(run.operations.get(5).upstreamKey(), "CARD", "x", "ACTIVE"))),
                of(
                        "OneEffectPerKey",
                        "money of nobody",
                        run -> run.movements.add(new Evidence.Movement("k", "CARD_RECHARGE", card(run), "SUCCESS"))),
                of("OneEffectPerKey", "money on another card", run -> {
                    run.operations.add(new Evidence.Operation("o", "k", "u", "RECHARGE", "ACCEPTED", "SUCCESS", "x"));
                    run.movements.add(new Evidence.Movement("u", "CARD_RECHARGE", card(run), "SUCCESS"));
                }),
                of("OneEffectPerKey", "money moved twice", run -> {
                    run.operations.add(new Evidence.Operation("o", "k", "u", "RECHARGE", "ACCEPTED", "SUCCESS", "x"));
                    run.movements.addAll(
                            Collections.nCopies(2, new Evidence.Movement("u", "CARD_RECHARGE", "x", "SUCCESS")));
                }),
                of("AnswersHold", "another card", run -> run.answers.set(2, answer(run, 201, "o", "x"))),
                of("AnswersHold", "two cards for a key", run -> run.answers.add(answer(run, 201, null, "x"))),
                of("AnswersHold", "refused after all", run -> run.answers.add(answer(run, 422, null, null))),
                of(
                        "AnswersHold",
                        "refused, and done",
                        run -> run.answers.add(new Evidence.Answer(
                                run.answers.get(0).key(), "ISSUE_CARD", 3, 4, 409, "order_in_progress", null, null))),
                of("AnswersHold", "a success of nothing", run -> run.operations.remove(0)),
                of("AnswersHold", "answered and not at UQPAY", run -> run.there.remove(card(run))),
                of("OneEffectPerEvent", "applied twice", run -> run.stored.set(0, stored(run, "applied", 2))),
                of(
                        "OneEffectPerEvent",
                        "applied without a change",
                        run -> run.stored.set(0, stored(run, "applied", 0))),
                of("OneEffectPerEvent", "stored twice", run -> run.stored.add(run.stored.get(0))),
                of("OneEffectPerEvent", "still parked", run -> run.stored.set(0, stored(run, "parked", 0))),
                of("OneEffectPerEvent", "answered and lost", run -> run.stored.remove(0)),
                of("OneEffectPerEvent", "made up", run -> run.sent.remove(0)),
                of("WholeLog", "a change removed", run -> run.log.remove(12)),
                of("WholeLog", "a change doubled", run -> run.log.add(13, run.log.get(12))),
                of("WholeLog", "two changed places", run -> Collections.swap(run.log, 12, 13)),
                of("WholeLog", "another end", run -> {
                    run.here.get(card(run)).put("card_status", "BLOCKED");
                    run.there.get(card(run)).put("card_status", "BLOCKED");
                }),
                of("FaithfulStreams", "an event removed", run -> heard(run).remove(4)),
                of("FaithfulStreams", "an event doubled", run -> heard(run)
                        .add(4, heard(run).get(4))),
                of("FaithfulStreams", "two changed places", run -> Collections.swap(heard(run), 4, 5)),
                of("FaithfulStreams", "the last one removed", run -> heard(run)
                        .remove(heard(run).size() - 1)),
                of("FaithfulStreams", "another status", run -> heard(run)
                        .set(4, told(heard(run).get(4), "LOST"))),
                of("FaithfulStreams", "a gap", run -> heard(run).add(new Evidence.Heard(2, "stream.gap", -1, null))),
                of("FaithfulStreams", "never live", run -> heard(run).clear()),
                of("NothingOpen", "in doubt", run -> run.operations.set(0, operation(run, "IN_DOUBT", "SUCCESS"))),
                of(
                        "NothingOpen",
                        "an order goes on",
                        run -> run.operations.set(0, operation(run, "ACCEPTED", "PENDING"))),
                of("NothingLeft", "a number in a log", run -> run.leaks.add("a log")),
                of("NothingLeft", "a stream's slot", run -> run.leftovers.add("cardwire_stream_open 1")));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("spoiled")
    void everythingThatIsSpoiledIsNoticed(String rule, String what, Consumer<SoundEvidence> spoil) {
        for (long seed = 1; seed <= 5; seed++) {
            SoundEvidence run = new SoundEvidence(seed);
            spoil.accept(run);
            assertThat(Verdict.of(run.evidence()))
                    .as("%s, seed %d", what, seed)
                    .anyMatch(difference -> difference.rule().equals(rule));
        }
    }

    private static Arguments of(String rule, String what, Consumer<SoundEvidence> spoil) {
        return Arguments.of(rule, what, spoil);
    }

    private static String card(SoundEvidence run) {
        return run.here.keySet().iterator().next();
    }

    private static List<Evidence.Heard> heard(SoundEvidence run) {
        return run.streams.get(0).heard();
    }

    private static Evidence.Answer answer(SoundEvidence run, int status, String operationId, String cardId) {
        Evidence.Answer first = run.answers.get(0);
        return new Evidence.Answer(first.key(), first.kind(), 3, 4, status, null, operationId, cardId);
    }

    private static Evidence.Heard told(Evidence.Heard heard, String status) {
        Evidence.Change one = heard.change();
        return new Evidence.Heard(
                heard.connection(),
                heard.type(),
                heard.position(),
                new Evidence.Change(one.position(), one.cardId(), one.version(), status, one.previous(), true, false));
    }

    private static Evidence.Stored stored(SoundEvidence run, String outcome, int changes) {
        return new Evidence.Stored(run.stored.get(0).eventId(), outcome, changes);
    }

    private static Evidence.Operation operation(SoundEvidence run, String state, String orderStatus) {
        Evidence.Operation one = run.operations.get(0);
        return new Evidence.Operation(
                one.operationId(), one.key(), one.upstreamKey(), one.kind(), state, orderStatus, one.cardId());
    }
}
