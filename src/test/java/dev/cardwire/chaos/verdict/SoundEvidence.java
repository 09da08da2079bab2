// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.chaos.verdict;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** A run in which all went well, made up from a seed; its lists can be changed, so that a test can spoil them. */
final class SoundEvidence {

    private static final List<String> STATUSES = List.of("ACTIVE", "FROZEN");

    static final String HOLDER = "holder";

    private final Random random;
    int failovers;
    final List<Evidence.Answer> answers = new ArrayList<>();
    final List<Evidence.Stream> streams = new ArrayList<>();
    final List<Evidence.Change> log = new ArrayList<>();
    final Map<String, Map<String, String>> here = new LinkedHashMap<>();
    final Map<String, Map<String, String>> there = new LinkedHashMap<>();
    final List<Evidence.Operation> operations = new ArrayList<>();
    final List<Evidence.Movement> movements = new ArrayList<>();
    final List<Evidence.Stored> stored = new ArrayList<>();
    final List<Evidence.Sent> sent = new ArrayList<>();
    final List<Evidence.Ticket> tickets = new ArrayList<>();
    final List<Evidence.Decision> decisions = new ArrayList<>();
    final List<String> leaks = new ArrayList<>();
    final List<String> undescribed = new ArrayList<>();
    final List<String> intrusions = new ArrayList<>();
    final List<String> leftovers = new ArrayList<>();

    SoundEvidence(long seed) {
        random = new Random(seed);
        for (int card = 0; card < 5; card++) {
            issue();
        }
        for (int change = 0; change < 40; change++) {
            List<String> all = List.copyOf(here.keySet());
            move(all.get(random.nextInt(all.size())));
        }
        refuse();
        conflict(here.keySet().iterator().next());
        decide();
        listen("all", Evidence.Scope.EVERYTHING);
        listen("one", new Evidence.Scope(here.keySet().iterator().next(), null));
        listen("holder", new Evidence.Scope(null, HOLDER));
        revoke();
    }

    Evidence evidence() {
        return new Evidence(
                answers,
                streams,
                log,
                here,
                there,
                operations,
                movements,
                stored,
                sent,
                tickets,
                decisions,
                failovers,
                new Evidence.Remains(leaks, leftovers, intrusions, undescribed));
    }

    private String id() {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    private void issue() {
        String card = id();
        String operation = id();
        String key = id();
        String upstream = id();
        answers.add(answer(key, 0, null, null, null));
        answers.add(answer(key, 503, "storage_unavailable", null, null));
        answers.add(answer(key, 201, null, operation, card));
        operations.add(new Evidence.Operation(operation, key, upstream, "ISSUE_CARD", "ACCEPTED", "SUCCESS", card));
        movements.add(new Evidence.Movement(upstream, "CARD", card, "ACTIVE"));
        here.put(card, new HashMap<>(Map.of("card_status", "PENDING", "card_limit", "10.00")));
        there.put(card, new HashMap<>(Map.of("card_status", "PENDING", "card_limit", "10.00")));
        log.add(change(card, 1, "PENDING", null));
    }

    private void move(String card) {
        String before = here.get(card).get("card_status");
        String after = before.equals("PENDING") ? "ACTIVE" : STATUSES.get(1 - STATUSES.indexOf(before));
        int version =
                (int) log.stream().filter(one -> one.cardId().equals(card)).count() + 1;
        String event = id();
        log.add(change(card, version, after, before));
        here.get(card).put("card_status", after);
        there.get(card).put("card_status", after);
        stored.add(new Evidence.Stored(event, "applied", 1));
        sent.add(new Evidence.Sent(event, true));
    }

    private void refuse() {
        String key = id();
        String operation = id();
        answers.add(answer(key, 202, null, operation, null));
        answers.add(answer(key, 422, "upstream_refused", null, null));
        operations.add(new Evidence.Operation(operation, key, id(), "ISSUE_CARD", "REFUSED", null, null));
        String event = id();
        stored.add(new Evidence.Stored(event, "ignored", 0));
        sent.add(new Evidence.Sent(event, true));
    }

    /** A second apart, and each caller asks after them. */
    private Evidence.Change change(String card, int version, String status, String previous) {
        long position = log.size() + 1;
        return new Evidence.Change(
                position, card, HOLDER, version, status, previous, true, previous == null, 10_000 * position);
    }

    /** The card has the status that is wanted, and cannot be recharged when it is frozen. */
    private void conflict(String card) {
        String status = here.get(card).get("card_status");
        long now = 10_000L * (log.size() + 10);
        answers.add(new Evidence.Answer(
                new Evidence.Request(id(), "UPDATE_STATUS", card, status), now, now + 1, 200, null, null, null));
        String key = id();
        answers.add(new Evidence.Answer(
                new Evidence.Request(key, "UPDATE_STATUS", card, "FROZEN"),
                0,
                20_000,
                409,
                "card_state_conflict",
                null,
                null));
    }

    private void decide() {
        decisions.add(new Evidence.Decision("resolve", operations.get(0).operationId(), "ACCEPTED", true, 200));
        decisions.add(new Evidence.Decision("resolve", operations.get(1).operationId(), "REFUSED", false, 409));
        decisions.add(new Evidence.Decision("replay", stored.get(0).eventId(), null, true, 200));
        String card = id();
        decisions.add(new Evidence.Decision("card made", card, null, true, 200));
        movements.add(new Evidence.Movement(id(), "CARD", card, "ACTIVE"));
        here.put(card, new HashMap<>(Map.of("card_status", "ACTIVE", "card_limit", "10.00")));
        there.put(card, new HashMap<>(Map.of("card_status", "ACTIVE", "card_limit", "10.00")));
        log.add(change(card, 1, "ACTIVE", null));
    }

    /** The last stream's ticket is revoked before the log ends. */
    private void revoke() {
        listen("revoked", Evidence.Scope.EVERYTHING);
        Evidence.Stream whole = streams.remove(streams.size() - 1);
        streams.add(new Evidence.Stream(
                whole.name(),
                whole.scope(),
                true,
                new ArrayList<>(whole.heard().subList(0, whole.heard().size() - 5))));
        List<Evidence.Visit> visits =
                List.of(new Evidence.Visit(10, 20, 200, true), new Evidence.Visit(120, 130, 401, false));
        tickets.add(new Evidence.Ticket("revoked", 90, 100, true, new ArrayList<>(visits)));
        tickets.add(new Evidence.Ticket(
                "all",
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                false,
                new ArrayList<>(List.of(new Evidence.Visit(10, 20, 200, true)))));
    }

    static Evidence.Answer answer(String key, int status, String code, String operation, String card) {
        return new Evidence.Answer(
                new Evidence.Request(key, "ISSUE_CARD", null, null), 1, 2, status, code, operation, card);
    }

    /** It joins at position 8 and resumes at 20. */
    private void listen(String name, Evidence.Scope scope) {
        List<Evidence.Heard> heard = new ArrayList<>();
        snapshot(heard, scope, log.subList(0, 8), 1);
        changes(heard, scope, 8, 20, 1);
        heard.add(new Evidence.Heard(2, 1, "stream.live", 20, null));
        changes(heard, scope, 20, log.size(), 2);
        streams.add(new Evidence.Stream(name, scope, false, heard));
    }

    static void snapshot(List<Evidence.Heard> heard, Evidence.Scope scope, List<Evidence.Change> log, int connection) {
        Map<String, Evidence.Change> known = new LinkedHashMap<>();
        log.stream().filter(scope::holds).forEach(one -> known.put(one.cardId(), one));
        known.values().forEach(one -> heard.add(new Evidence.Heard(connection, 1, "card.snapshot", -1, one.asTold())));
        heard.add(new Evidence.Heard(connection, 1, "stream.live", log.size(), null));
    }

    private void changes(List<Evidence.Heard> heard, Evidence.Scope scope, long from, long upTo, int connection) {
        log.stream()
                .filter(one -> one.position() > from && one.position() <= upTo && scope.holds(one))
                .map(one -> one.holderNamed() && scope.cardholderId() != null ? unnamed(one) : one.asTold())
                .forEach(one -> heard.add(new Evidence.Heard(connection, 1, "card.status", one.position(), one)));
    }

    private static Evidence.Change unnamed(Evidence.Change one) {
        Evidence.Change told = one.asTold();
        return new Evidence.Change(
                told.position(), told.cardId(), null, told.version(), told.status(), null, true, false, 0);
    }
}
