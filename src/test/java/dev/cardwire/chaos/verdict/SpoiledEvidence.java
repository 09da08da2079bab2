// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.chaos.verdict;

import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Ways to spoil a sound run: the rule that has to notice, what is done, and how. */
final class SpoiledEvidence {

    private SpoiledEvidence() {}

    static Stream<Arguments> all() {
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
                        run -> run.answers.add(
                                SoundEvidence.answer(run.answers.get(0).key(), 409, "order_in_progress", null, null))),
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
                of("FaithfulStreams", "a gap", run -> heard(run).add(new Evidence.Heard(2, 1, "stream.gap", -1, null))),
                of("FaithfulStreams", "never live", run -> heard(run).clear()),
                of("NothingOpen", "in doubt", run -> run.operations.set(0, operation(run, "IN_DOUBT", "SUCCESS"))),
                of(
                        "NothingOpen",
                        "an order goes on",
                        run -> run.operations.set(0, operation(run, "ACCEPTED", "PENDING"))),
                of(
                        "FaithfulStreams",
                        "a revoked stream that knows more",
                        run -> run.streams.get(3).heard().add(told(heard(run).get(4), "LOST"))),
                of(
                        "FaithfulStreams",
                        "a cardholder's first one removed",
                        run -> run.streams.get(2).heard().removeIf(event -> event.position() == 9)),
                of("TrueSnapshots", "a card removed", run -> snapshot(run).remove(0)),
                of("TrueSnapshots", "a card doubled", run -> snapshot(run)
                        .add(snapshot(run).get(0))),
                of("TrueSnapshots", "an older one", run -> snapshot(run)
                        .set(0, told(snapshot(run).get(0), "LOST"))),
                of(
                        "TicketsHold",
                        "let in after its revocation",
                        run -> run.tickets.get(0).visits().add(new Evidence.Visit(101, 102, 200, true))),
                of(
                        "TicketsHold",
                        "refused before it",
                        run -> run.tickets.get(0).visits().add(new Evidence.Visit(30, 40, 401, false))),
                of(
                        "TicketsHold",
                        "refused without one",
                        run -> run.tickets.get(1).visits().add(new Evidence.Visit(30, 40, 401, false))),
                of(
                        "TicketsHold",
                        "outlived its ticket",
                        run -> run.tickets.set(0, new Evidence.Ticket("revoked", 90, 100, false, List.of()))),
                of(
                        "DecisionsHold",
                        "done although it may not be",
                        run -> decided(run, "resolve", "x", "REFUSED", false)),
                of(
                        "DecisionsHold",
                        "another state",
                        run -> decided(run, "resolve", run.operations.get(5).operationId(), "ACCEPTED", true)),
                of("DecisionsHold", "an event replayed away", run -> decided(run, "replay", "x", null, true)),
                of("DecisionsHold", "a card that was not imported", run -> decided(run, "card made", "x", null, true)),
                of("RefusalsHold", "no reason", run -> refused(run, "internal_error", null, 4)),
                of("RefusalsHold", "a key that was reused", run -> refused(run, "idempotency_key_reused", null, 4)),
                of("RefusalsHold", "UQPAY accepted it", run -> refused(run, "upstream_refused", null, 4)),
                of(
                        "RefusalsHold",
                        "a conflict with nothing",
                        run -> refused(run, "card_state_conflict", "CANCELLED", 1_000_000)),
                of(
                        "RefusalsHold",
                        "nothing to do, but it was",
                        run -> run.answers.add(new Evidence.Answer(
                                new Evidence.Request("k", "UPDATE_STATUS", card(run), "CANCELLED"),
                                3,
                                4,
                                200,
                                null,
                                null,
                                null))),
                of(
                        "RefusalsHold",
                        "another kind",
                        run -> run.answers.add(new Evidence.Answer(
                                new Evidence.Request(run.answers.get(0).key(), "RECHARGE", card(run), null),
                                3,
                                4,
                                202,
                                null,
                                operation(run),
                                null))),
                of("AnswersHold", "nothing to do, and done", run -> run.answers.add(answer(run, 200, null, null))),
                of("NothingLeft", "a stranger's card", run -> run.intrusions.add("a card")),
                of("NothingLeft", "an answer of another form", run -> run.undescribed.add("a 418")),
                of("NothingLeft", "a number in a log", run -> run.leaks.add("a log")),
                of("NothingLeft", "a stream's slot", run -> run.leftovers.add("cardwire_stream_open 1")));
    }

    private static Arguments of(String rule, String what, Consumer<SoundEvidence> spoil) {
        return Arguments.of(rule, what, spoil);
    }

    private static String card(SoundEvidence run) {
        return run.here.keySet().iterator().next();
    }

    /** Behind its snapshot. */
    private static List<Evidence.Heard> heard(SoundEvidence run) {
        List<Evidence.Heard> heard = run.streams.get(0).heard();
        return heard.subList(live(heard), heard.size());
    }

    private static int live(List<Evidence.Heard> heard) {
        return heard.indexOf(heard.stream()
                .filter(event -> event.type().equals("stream.live"))
                .findFirst()
                .orElseThrow());
    }

    private static Evidence.Answer answer(SoundEvidence run, int status, String operationId, String cardId) {
        Evidence.Answer first = run.answers.get(0);
        return SoundEvidence.answer(first.key(), status, null, operationId, cardId);
    }

    private static Evidence.Heard told(Evidence.Heard heard, String status) {
        Evidence.Change one = heard.change();
        return new Evidence.Heard(
                heard.connection(),
                heard.at(),
                heard.type(),
                heard.position(),
                new Evidence.Change(
                        one.position(), one.cardId(), null, one.version(), status, one.previous(), true, false, 0));
    }

    private static List<Evidence.Heard> snapshot(SoundEvidence run) {
        List<Evidence.Heard> heard = run.streams.get(0).heard();
        return heard.subList(0, live(heard));
    }

    private static String operation(SoundEvidence run) {
        return run.operations.get(0).operationId();
    }

    private static void decided(SoundEvidence run, String act, String subject, String state, boolean allowed) {
        run.decisions.add(new Evidence.Decision(act, subject, state, allowed, 200));
    }

    private static void refused(SoundEvidence run, String code, String wanted, long at) {
        run.answers.add(new Evidence.Answer(
                new Evidence.Request(run.answers.get(0).key(), "UPDATE_STATUS", card(run), wanted),
                at,
                at + 1,
                409,
                code,
                null,
                null));
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
