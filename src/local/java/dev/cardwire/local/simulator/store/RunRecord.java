// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** What happened in a run, as JSON lines: calls with their answers, events with theirs, knobs that were turned. */
public final class RunRecord implements AutoCloseable {
    private static final int LONGEST_TEXT = 4_000;

    /** Simulated as they are, they would make a scanner for secrets cry out. */
    private static final Set<String> SECRET = Set.of(
            "auth_token", "token", "card_number", "cvv", "otp", "pin", "old_pin", "activation_code", "webhook_secret");

    private final Optional<BufferedWriter> out;
    private final InstantSource clock;
    private final Instant start;

    public RunRecord(Optional<Path> file, InstantSource clock) {
        this.out = file.map(RunRecord::open);
        this.clock = clock;
        this.start = clock.instant();
    }

    private static BufferedWriter open(Path file) {
        try {
            return Files.newBufferedWriter(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("the record " + file + " cannot be written: " + e.getMessage());
        }
    }

    public boolean isKept() {
        return out.isPresent();
    }

    /** Writes one line; it is in the file when this returns. */
    public void note(String kind, ObjectNode what) {
        out.ifPresent(writer -> {
            ObjectNode line = Json.object()
                    .put("at_ms", Duration.between(start, clock.instant()).toMillis())
                    .put("kind", kind);
            line.setAll((ObjectNode) clean(what));
            append(writer, Json.text(line));
        });
    }

    /** A text that is JSON as what it says, anything else as it is. */
    public static JsonNode readable(String text) {
        try {
            return text.isBlank() ? Json.object() : Json.parse(text);
        } catch (UncheckedIOException notJson) {
            return TextNode.valueOf(text);
        }
    }

    private static void append(BufferedWriter writer, String line) {
        synchronized (writer) {
            try {
                writer.write(line);
                writer.newLine();
                writer.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static JsonNode clean(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = Json.object();
            object.properties()
                    .forEach(field -> copy.set(
                            field.getKey(),
                            SECRET.contains(field.getKey()) && field.getValue().isTextual()
                                    ? TextNode.valueOf("(left out)")
                                    : clean(field.getValue())));
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = Json.array();
            array.forEach(item -> copy.add(clean(item)));
            return copy;
        }
        return node.isTextual() && node.textValue().length() > LONGEST_TEXT
                ? TextNode.valueOf("(" + node.textValue().length() + " characters)")
                : node;
    }

    @Override
    public void close() {
        out.ifPresent(writer -> {
            try {
                writer.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
