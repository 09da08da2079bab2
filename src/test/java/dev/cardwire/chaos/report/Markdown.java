// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.chaos.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** The report for people. */
final class Markdown {

    private Markdown() {}

    static String of(JsonNode report) {
        StringBuilder text =
                new StringBuilder("# Chaos, seed " + report.path("seed").asText() + "\n");
        text.append("\n| at | broken | for |\n| --- | --- | --- |\n");
        report.path("faults")
                .forEach(fault -> text.append("| %.0f s | %s%s | %.1f s |%n"
                        .formatted(
                                fault.path("at_s").asDouble(),
                                fault.path("broken").asText(),
                                beside(fault.path("beside").asText()),
                                fault.path("for_s").asDouble())));
        text.append("\n| outage of a caller at | for |\n| --- | --- |\n");
        report.path("outages")
                .forEach(outage -> text.append("| %.1f s | %.1f s |%n"
                        .formatted(
                                outage.path("at_s").asDouble(),
                                outage.path("for_s").asDouble())));
        table(text, "answers", report.path("answers"));
        table(text, "decisions of operators", report.path("decisions"));
        text.append("\n| figure | |\n| --- | --- |\n");
        for (Map.Entry<String, JsonNode> figure : report.properties()) {
            if (figure.getValue().isNumber() && !figure.getKey().equals("seed")) {
                row(text, figure.getKey().replace('_', ' '), figure.getValue());
            }
        }
        JsonNode differences = report.path("differences");
        text.append("\nDifferences: ").append(differences.size()).append(".\n");
        differences.forEach(
                difference -> text.append("\n```\n").append(difference.asText()).append("\n```\n"));
        return text.toString();
    }

    private static String beside(String fault) {
        return fault.isEmpty() ? "" : ", and " + fault;
    }

    private static void table(StringBuilder text, String title, JsonNode counts) {
        text.append("\n| ").append(title).append(" | |\n| --- | --- |\n");
        counts.properties().forEach(count -> row(text, count.getKey(), count.getValue()));
    }

    private static void row(StringBuilder text, String name, JsonNode value) {
        text.append("| ").append(name).append(" | ").append(value.asText()).append(" |\n");
    }
}
