// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.local.simulator.store.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What goes wrong when, as a file has it: at a second after the start or before a certain call, knobs are turned, an
 * event is sent or a scenario is played. A seed makes the rates throw the same dice in every run.
 */
public record FaultSchedule(Optional<Long> seed, List<Step> steps) {
    private static final Set<String> KEYS = Set.of("at_s", "at_call", "call", "knobs", "event", "scenario", "comment");
    private static final long LONGEST = Duration.ofDays(1).toSeconds();

    /** A step is due at a time, or before the n-th call that matches. */
    record Step(Optional<Duration> at, int atCall, Pattern calls, ObjectNode action) {}

    /** No schedule: nothing ever happens by itself. */
    public static FaultSchedule none() {
        return new FaultSchedule(Optional.empty(), List.of());
    }

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException in one sentence for the person who wrote it
     */
    public static FaultSchedule read(Path file) {
        try {
            return of(Json.parse(Files.readString(file)));
        } catch (IOException | UncheckedIOException unreadable) {
            throw new IllegalArgumentException("the scenario " + file + " cannot be read: " + unreadable.getMessage());
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("the scenario " + file + " is wrong: " + wrong.getMessage());
        }
    }

    static FaultSchedule of(JsonNode file) {
        if (!file.isObject() || !file.path("steps").isArray()) {
            throw new IllegalArgumentException("it must be an object with an array named steps");
        }
        JsonNode seed = file.path("seed");
        if (!seed.isMissingNode() && !seed.canConvertToLong()) {
            throw new IllegalArgumentException("seed must be an integer");
        }
        List<Step> steps = new ArrayList<>();
        for (JsonNode step : file.get("steps")) {
            steps.add(step(step, "steps[" + steps.size() + "]"));
        }
        return new FaultSchedule(
                seed.isMissingNode() ? Optional.empty() : Optional.of(seed.longValue()), List.copyOf(steps));
    }

    private static Step step(JsonNode step, String path) {
        if (!(step instanceof ObjectNode object)) {
            throw new IllegalArgumentException(path + " must be an object");
        }
        object.fieldNames().forEachRemaining(name -> {
            if (!KEYS.contains(name)) {
                throw new IllegalArgumentException(path + " has the unknown key " + name);
            }
        });
        boolean timed = step.has("at_s");
        if (timed == step.has("at_call")) {
            throw new IllegalArgumentException(path + " must have either at_s or at_call");
        }
        if (!step.path("knobs").isObject()
                && !step.path("event").isObject()
                && !step.path("scenario").isTextual()) {
            throw new IllegalArgumentException(path + " must have knobs, an event or a scenario");
        }
        JsonNode when = step.path(timed ? "at_s" : "at_call");
        if (!when.isNumber() || when.doubleValue() < (timed ? 0 : 1) || when.doubleValue() > LONGEST) {
            throw new IllegalArgumentException(path + (timed ? ".at_s" : ".at_call") + " is out of range");
        }
        return new Step(
                timed ? Optional.of(Duration.ofMillis(Math.round(when.doubleValue() * 1_000))) : Optional.empty(),
                timed ? 0 : when.intValue(),
                calls(step.path("call").asText("* *")),
                object);
    }

    /** {@code POST /v1/issuing/cards/*}: a star is one part of the path, or any method, or alone any path. */
    private static Pattern calls(String text) {
        String[] parts = text.split(" ", 2);
        String method = parts[0].equals("*") ? "[A-Z]+" : Pattern.quote(parts[0]);
        String wanted = parts.length < 2 ? "*" : parts[1];
        String path = wanted.equals("*") ? ".*" : Pattern.quote(wanted).replace("*", "\\E[^/]+\\Q");
        return Pattern.compile(method + " " + path);
    }
}
