// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.chaos.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.chaos.verdict.Difference;
import dev.cardwire.chaos.verdict.Evidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a run was like, as {@code target/chaos-SEED.json} and {@code .md} with the same figures. */
public final class Report {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final ObjectNode root = JSON.createObjectNode();
    private final ArrayNode faults = JSON.createArrayNode();
    private final Instant since = Instant.now();
    private final Outages outages = new Outages();

    public Report(long seed, int callers) {
        root.put("seed", seed).put("callers", callers).put("began_at", since.toString());
        root.set("faults", faults);
    }

    /** @param beside another fault in the middle of it; empty for none */
    public void broken(String fault, String beside, Instant from, Instant until) {
        outages.broken(from, until);
        faults.addObject()
                .put("at_s", seconds(since, from))
                .put("broken", fault)
                .put("beside", beside)
                .put("for_s", seconds(from, until));
    }

    public void settled(Instant from) {
        root.put("settled_after_s", seconds(from, Instant.now()));
    }

    /** @param figures more of them, by name */
    public void judge(Evidence evidence, Map<String, Number> figures, List<Difference> differences) {
        Map<String, Integer> answers = new TreeMap<>();
        evidence.answers().forEach(answer -> answers.merge(name(answer), 1, Integer::sum));
        root.set("answers", JSON.valueToTree(answers));
        root.put("longest_outage_of_a_caller_s", outages.longest(evidence.answers()) / 1e3);
        root.put("longest_outage_while_nothing_was_broken_s", outages.longestInPeace(evidence.answers()) / 1e3);
        ArrayNode worst = root.putArray("outages");
        outages.worst(evidence.answers(), 5).forEach(outage -> worst.addObject()
                .put("at_s", seconds(since, outage.from()))
                .put("for_s", outage.millis() / 1e3));
        root.put("longest_wait_for_a_final_answer_s", Outages.longestWait(evidence.answers()) / 1e3);
        root.put("longest_delay_of_a_connected_stream_s", Delays.connected(evidence) / 1e3);
        root.put("longest_delay_of_a_stream_with_reconnect_s", Delays.withReconnect(evidence) / 1e3);
        new TreeMap<>(figures).forEach((name, value) -> root.put(name, value.longValue()));
        root.put("cards", evidence.here().size());
        root.put("operations", evidence.operations().size());
        root.put("changes", evidence.log().size());
        root.put("events_stored", evidence.stored().size());
        root.put("events_of_uqpay", evidence.sent().size());
        root.put("streams", evidence.streams().size());
        root.put("tickets", evidence.tickets().size());
        Map<String, Integer> decisions = new TreeMap<>();
        evidence.decisions()
                .forEach(decision -> decisions.merge(decision.act() + ": " + decision.status(), 1, Integer::sum));
        root.set("decisions", JSON.valueToTree(decisions));
        ArrayNode all = root.putArray("differences");
        differences.forEach(difference -> all.add(difference.toString()));
    }

    /** Writes both files beside each other. */
    public void write(String name) throws IOException {
        Files.writeString(Path.of("target", name + ".json"), JSON.writeValueAsString(root));
        Files.writeString(Path.of("target", name + ".md"), markdown());
    }

    public String markdown() {
        return Markdown.of(root);
    }

    private static double seconds(Instant from, Instant until) {
        return Duration.between(from, until).toMillis() / 1e3;
    }

    private static String name(Evidence.Answer answer) {
        String code = answer.code() == null ? "" : " " + answer.code();
        return answer.kind() + ": " + (answer.status() == 0 ? "no answer" : answer.status() + code);
    }
}
