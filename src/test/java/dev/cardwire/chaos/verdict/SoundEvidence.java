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

    private final Random random;
    final List<Evidence.Answer> answers = new ArrayList<>();
    final List<Evidence.Stream> streams = new ArrayList<>();
    final List<Evidence.Change> log = new ArrayList<>();
    final Map<String, Map<String, String>> here = new LinkedHashMap<>();
    final Map<String, Map<String, String>> there = new LinkedHashMap<>();
    final List<Evidence.Operation> operations = new ArrayList<>();
    final List<Evidence.Movement> movements = new ArrayList<>();
    final List<Evidence.Stored> stored = new ArrayList<>();
    final List<Evidence.Sent> sent = new ArrayList<>();
    final List<String> leaks = new ArrayList<>();
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
        listen("all", null);
        listen("one", here.keySet().iterator().next());
    }

    Evidence evidence() {
        return new Evidence(answers, streams, log, here, there, operations, movements, stored, sent, leaks, leftovers);
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
        log.add(new Evidence.Change(log.size() + 1, card, 1, "PENDING", null, true, true));
    }

    private void move(String card) {
        String before = here.get(card).get("card_status");
        String after = before.equals("PENDING") ? "ACTIVE" : STATUSES.get(1 - STATUSES.indexOf(before));
        int version =
                (int) log.stream().filter(one -> one.cardId().equals(card)).count() + 1;
        String event = id();
        log.add(new Evidence.Change(log.size() + 1, card, version, after, before, true, false));
        here.get(card).put("card_status", after);
        there.get(card).put("card_status", after);
        stored.add(new Evidence.Stored(event, "applied", 1));
        sent.add(new Evidence.Sent(event, true));
    }

    private void refuse() {
        String key = id();
        String operation = id();
        answers.add(answer(key, 202, null, operation, null));
        answers.add(answer(key, 422, "upstream_rejected", null, null));
        operations.add(new Evidence.Operation(operation, key, id(), "ISSUE_CARD", "REFUSED", null, null));
        String event = id();
        stored.add(new Evidence.Stored(event, "ignored", 0));
        sent.add(new Evidence.Sent(event, true));
    }

    private static Evidence.Answer answer(String key, int status, String code, String operation, String card) {
        return new Evidence.Answer(key, "ISSUE_CARD", 1, 2, status, code, operation, card);
    }

    /** It joins at position 8 and resumes at 20. */
    private void listen(String name, String scope) {
        List<Evidence.Heard> heard = new ArrayList<>();
        heard.add(new Evidence.Heard(1, "card.snapshot", -1, null));
        heard.add(new Evidence.Heard(1, "stream.live", 8, null));
        changes(heard, scope, 8, 20, 1);
        heard.add(new Evidence.Heard(2, "stream.live", 20, null));
        changes(heard, scope, 20, log.size(), 2);
        streams.add(new Evidence.Stream(name, scope, heard));
    }

    private void changes(List<Evidence.Heard> heard, String scope, long from, long upTo, int connection) {
        log.stream()
                .filter(one -> one.position() > from && one.position() <= upTo)
                .filter(one -> scope == null || scope.equals(one.cardId()))
                .forEach(one -> heard.add(new Evidence.Heard(connection, "card.status", one.position(), one.asTold())));
    }
}
