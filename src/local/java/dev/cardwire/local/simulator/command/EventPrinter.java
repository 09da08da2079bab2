// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cardwire.local.simulator.store.Json;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** One line for an event, and a line for each address that it was handed on to. */
final class EventPrinter {
    private final PrintStream out;
    private final List<String> wanted;
    private final boolean bodies;

    EventPrinter(PrintStream out, CommandOptions options) {
        this.out = out;
        this.wanted =
                options.last("events").map(names -> List.of(names.split(","))).orElse(List.of());
        this.bodies = options.last("print").filter("body"::equals).isPresent();
    }

    void print(byte[] body, List<String> forwards, List<Integer> statuses) {
        String text = new String(body, StandardCharsets.UTF_8);
        JsonNode event = read(text);
        String type = event.path("event_type").asText("(not an event)");
        if (!wanted.isEmpty() && wanted.stream().noneMatch(type::startsWith)) {
            return;
        }
        StringBuilder lines = new StringBuilder()
                .append(LocalTime.now().truncatedTo(ChronoUnit.SECONDS))
                .append(' ')
                .append(type)
                .append(' ')
                .append(event.path("event_id").asText());
        String card = event.at("/data/card_id").asText("");
        if (!card.isEmpty()) {
            lines.append(" card ").append(card);
        }
        for (int i = 0; i < forwards.size(); i++) {
            lines.append(System.lineSeparator())
                    .append("  ")
                    .append(statuses.get(i))
                    .append(' ')
                    .append(forwards.get(i));
        }
        if (bodies) {
            lines.append(System.lineSeparator()).append("  ").append(text);
        }
        out.println(lines);
    }

    private static JsonNode read(String text) {
        try {
            return Json.parse(text);
        } catch (UncheckedIOException notJson) {
            return Json.object();
        }
    }
}
