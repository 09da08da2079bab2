// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.chaos;

import dev.cardwire.chaos.verdict.Difference;
import dev.cardwire.chaos.verdict.Evidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a run was like, as Markdown: {@code target/chaos-SEED.md}. */
final class Report {

    private final long seed;
    private final Instant since = Instant.now();
    private final List<String> faults = new ArrayList<>();
    private Duration settling = Duration.ZERO;

    Report(long seed) {
        this.seed = seed;
    }

    void broken(Fault fault, Instant from) {
        faults.add("| %d s | %s | %.1f s |"
                .formatted(
                        Duration.between(since, from).toSeconds(),
                        fault,
                        Duration.between(from, Instant.now()).toMillis() / 1e3));
    }

    void settled(Instant from) {
        settling = Duration.between(from, Instant.now());
    }

    void write(List<Caller> callers, List<Difference> differences) throws IOException {
        Map<String, Integer> counts = new TreeMap<>();
        callers.stream()
                .flatMap(caller -> caller.answers().stream())
                .forEach(answer -> counts.merge(name(answer), 1, Integer::sum));
        StringBuilder text = new StringBuilder("# Chaos, seed " + seed + "\n\n");
        text.append("| at | broken | for |\n| --- | --- | --- |\n");
        faults.forEach(line -> text.append(line).append('\n'));
        text.append("\n| answers | |\n| --- | --- |\n");
        counts.forEach((answer, count) ->
                text.append("| ").append(answer).append(" | ").append(count).append(" |\n"));
        long longest = callers.stream().mapToLong(Report::longestWait).max().orElse(0);
        text.append("\nThe longest that a caller waited for a final answer: %.1f s.".formatted(longest / 1e3));
        text.append("\nSettled after ").append(settling.toSeconds()).append(" s. Differences: ");
        text.append(differences.size()).append(".\n");
        differences.forEach(
                difference -> text.append("\n    ").append(difference).append('\n'));
        Files.writeString(Path.of("target", "chaos-" + seed + ".md"), text);
    }

    /** From the first try of a key to its last answer, in milliseconds. */
    private static long longestWait(Caller caller) {
        Map<String, Long> first = new TreeMap<>();
        return caller.answers().stream()
                .mapToLong(answer -> answer.answered() - first.computeIfAbsent(answer.key(), key -> answer.asked()))
                .max()
                .orElse(0);
    }

    private static String name(Evidence.Answer answer) {
        String code = answer.code() == null ? "" : " " + answer.code();
        return answer.kind() + ": " + (answer.status() == 0 ? "no answer" : answer.status() + code);
    }
}
