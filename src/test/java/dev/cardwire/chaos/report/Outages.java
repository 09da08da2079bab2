// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.chaos.report;

import dev.cardwire.chaos.verdict.Evidence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How long callers were without service. A caller is when its request is not answered, or with 5xx, until one is. */
final class Outages {

    /** What a fault leaves behind for a while: circuits that are open, streams that reconnect, replicas that start. */
    private static final long AFTERMATH_MILLIS = 5_000;

    private record Span(long from, long until) {

        long millis() {
            return until - from;
        }
    }

    /** The longest of them, for the report. */
    record Outage(Instant from, long millis) {}

    List<Outage> worst(List<Evidence.Answer> answers, int most) {
        return spans(answers).stream()
                .sorted(Comparator.comparingLong(Span::millis).reversed())
                .limit(most)
                .map(span -> new Outage(Instant.ofEpochMilli(span.from()), span.millis()))
                .toList();
    }

    private final List<Span> faults = new ArrayList<>();

    void broken(Instant from, Instant until) {
        faults.add(new Span(from.toEpochMilli(), until.toEpochMilli() + AFTERMATH_MILLIS));
    }

    /** In milliseconds. */
    long longest(List<Evidence.Answer> answers) {
        return spans(answers).stream().mapToLong(Span::millis).max().orElse(0);
    }

    /** The same of those that began while nothing was broken: nobody but strangers can be their cause. */
    long longestInPeace(List<Evidence.Answer> answers) {
        return spans(answers).stream()
                .filter(span -> faults.stream()
                        .noneMatch(fault -> span.from() <= fault.until() && span.until() >= fault.from()))
                .mapToLong(Span::millis)
                .max()
                .orElse(0);
    }

    /** From the first try of a key to its last answer, in milliseconds. */
    static long longestWait(List<Evidence.Answer> answers) {
        Map<String, Long> first = new HashMap<>();
        return answers.stream()
                .mapToLong(answer -> answer.answered() - first.computeIfAbsent(answer.key(), key -> answer.asked()))
                .max()
                .orElse(0);
    }

    /** By key, because a caller has one write at a time. */
    private static List<Span> spans(List<Evidence.Answer> answers) {
        Map<String, Long> since = new HashMap<>();
        List<Span> spans = new ArrayList<>();
        for (Evidence.Answer answer : answers) {
            boolean served = answer.status() != 0 && answer.status() < 500;
            if (!served) {
                since.putIfAbsent(answer.key(), answer.asked());
            } else if (since.containsKey(answer.key())) {
                spans.add(new Span(since.remove(answer.key()), answer.answered()));
            }
        }
        return spans;
    }
}
