// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.testsupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The kept description of the API, {@code META-INF/openapi.yaml}, as tests read it. */
public final class Description {

    public static final Path FILE = Path.of("src/main/resources/META-INF/openapi.yaml");

    /**
     * Operations that are described already and not served yet. It is to be empty: strike out an operation when its
     * resource comes.
     */
    public static final Set<String> NOT_YET_SERVED = Set.of();

    /** Words of closed lists that go with them. */
    public static final Set<String> NOT_YET_KNOWN = Set.of();

    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

    private static final JsonNode ROOT = read();

    private Description() {}

    public static JsonNode root() {
        return ROOT;
    }

    /** One operation, under its method and its path's template. */
    public record Described(String method, String path, JsonNode operation) {

        public String name() {
            return method + " " + path;
        }

        /** The path's and the operation's own, with references followed. */
        public List<JsonNode> parameters() {
            List<JsonNode> all = new ArrayList<>();
            ROOT.path("paths").path(path).path("parameters").forEach(parameter -> all.add(resolved(parameter)));
            operation.path("parameters").forEach(parameter -> all.add(resolved(parameter)));
            return all;
        }

        /** The answer with this status; one that is not listed is the default's if its codes have that status. */
        public @Nullable JsonNode answer(int status) {
            JsonNode listed = operation.path("responses").get(Integer.toString(status));
            return listed == null ? null : resolved(listed);
        }

        public JsonNode otherAnswer() {
            return resolved(operation.path("responses").path("default"));
        }
    }

    public static List<Described> operations() {
        List<Described> all = new ArrayList<>();
        ROOT.path("paths").properties().forEach(path -> path.getValue().properties().stream()
                .filter(member -> METHODS.contains(member.getKey()))
                .forEach(member -> all.add(
                        new Described(member.getKey().toUpperCase(Locale.ROOT), path.getKey(), member.getValue()))));
        return all;
    }

    /** Every operation that the application serves by now, such as {@code GET /v1/me}. */
    public static Set<String> served() {
        Set<String> names = new TreeSet<>();
        operations().forEach(operation -> names.add(operation.name()));
        names.removeAll(NOT_YET_SERVED);
        return names;
    }

    /** The operation that answers a request; a template without a parameter goes first. */
    public static Optional<Described> operation(String method, String path) {
        return operations().stream()
                .filter(described -> described.method().equals(method) && matches(described.path(), path))
                .min(Comparator.comparing(described ->
                        described.path().chars().filter(letter -> letter == '{').count()));
    }

    /** What a reference points to; anything else is returned as it is. */
    public static JsonNode resolved(JsonNode node) {
        JsonNode reference = node.get("$ref");
        return reference == null ? node : ROOT.at(reference.textValue().substring(1));
    }

    public static JsonNode schema(String name) {
        return ROOT.path("components").path("schemas").path(name);
    }

    private static boolean matches(String template, String path) {
        String[] parts = template.split("/", -1);
        String[] given = path.split("/", -1);
        if (parts.length != given.length) {
            return false;
        }
        for (int at = 0; at < parts.length; at++) {
            if (!parts[at].equals(given[at]) && !(parts[at].startsWith("{") && !given[at].isEmpty())) {
                return false;
            }
        }
        return true;
    }

    private static JsonNode read() {
        try {
            return new YAMLMapper().readTree(FILE.toFile());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
