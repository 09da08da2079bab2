// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.testsupport;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.cardwire.testsupport.Description.Described;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Compares answers with the description of the API: status, headers, media type, body, and the code of a problem. The
 * description lets clients expect further fields; here it must have every field, so that none is added in silence.
 */
public final class DescribedAnswers {

    private static final String ADDRESS = "https://description.invalid/openapi.json";

    /** Headers that an answer may only have where they are described. */
    private static final Set<String> HEADERS =
            Set.of("Location", "Idempotency-Replayed", "Retry-After", "WWW-Authenticate", "Allow");

    private static final JsonMapper JSON = new JsonMapper();

    private static final JsonSchemaFactory SCHEMAS = factory();

    private static final Map<String, JsonSchema> COMPILED = new ConcurrentHashMap<>();

    private DescribedAnswers() {}

    /**
     * What is not as described; empty for an answer as it should be, and for a path that is no part of the API.
     *
     * @param header the value of the answer's header with this name; null without one
     */
    public static List<String> faults(
            String method, String path, int status, Function<String, @Nullable String> header, String body) {
        return Description.operation(method, path)
                .map(operation -> new Answer(operation, status, header, body).faults())
                .orElse(List.of());
    }

    /** The same for an answer of Java's own client; fails with all faults. */
    public static void require(HttpResponse<byte[]> answer) {
        List<String> faults = faults(
                answer.request().method(),
                answer.uri().getRawPath(),
                answer.statusCode(),
                name -> answer.headers().firstValue(name).orElse(null),
                new String(answer.body(), StandardCharsets.UTF_8));
        if (!faults.isEmpty()) {
            throw new AssertionError("An answer is not as described in openapi.yaml: " + faults);
        }
    }

    /** What is wrong with a value by one of the description's schemas, given as a JSON pointer into it. */
    public static List<String> faults(String pointer, JsonNode value) {
        return COMPILED.computeIfAbsent(pointer, DescribedAnswers::compiled).validate(value).stream()
                .map(ValidationMessage::getMessage)
                .sorted()
                .toList();
    }

    /**
     * What is wrong with an event of a stream.
     *
     * @param id the id in its own block; null without one
     */
    public static List<String> eventFaults(String type, @Nullable String id, String data) {
        ObjectNode event = JSON.createObjectNode().put("event", type);
        if (id != null) {
            event.put("id", id);
        }
        try {
            event.set("data", JSON.readTree(data));
        } catch (JsonProcessingException notJson) {
            return List.of(type + ": the data is not JSON");
        }
        return faults("/components/schemas/StreamEvent", event).stream()
                .map(fault -> type + ": " + fault)
                .toList();
    }

    private record Answer(Described operation, int status, Function<String, @Nullable String> header, String body) {

        List<String> faults() {
            List<String> faults = new ArrayList<>();
            JsonNode answer = operation.answer(status);
            if (answer == null) {
                answer = operation.otherAnswer();
            }
            checkHeaders(answer, faults);
            checkBody(answer, faults);
            return faults.stream()
                    .map(fault -> operation.name() + " " + status + ": " + fault)
                    .toList();
        }

        private void checkHeaders(JsonNode answer, List<String> faults) {
            for (String name : HEADERS) {
                if (header.apply(name) != null && !answer.path("headers").has(name)) {
                    faults.add("the header " + name + " is not described");
                }
            }
            answer.path("headers").properties().forEach(described -> {
                JsonNode form = Description.resolved(described.getValue());
                String value = header.apply(described.getKey());
                if (value == null && form.path("required").asBoolean()) {
                    faults.add("the header " + described.getKey() + " is missing");
                } else if (value != null) {
                    JsonNode typed =
                            "integer".equals(form.at("/schema/type").textValue()) && value.matches("[0-9]{1,9}")
                                    ? JSON.getNodeFactory().numberNode(Integer.parseInt(value))
                                    : JSON.getNodeFactory().textNode(value);
                    DescribedAnswers.faults("/components/headers/" + described.getKey() + "/schema", typed)
                            .forEach(fault -> faults.add(described.getKey() + " " + fault));
                }
            });
        }

        private void checkBody(JsonNode answer, List<String> faults) {
            JsonNode content = answer.path("content");
            String type = String.valueOf(header.apply("Content-Type"))
                    .replaceAll(";.*", "")
                    .toLowerCase(Locale.ROOT);
            if (content.isEmpty()) {
                if (!body.isEmpty()) {
                    faults.add("a body of " + type + " is not described");
                }
            } else if (!content.has(type)) {
                faults.add("the media type " + type + " is not described");
            } else if (type.endsWith("json")) {
                checkJson(content.path(type), faults);
            }
        }

        private void checkJson(JsonNode described, List<String> faults) {
            JsonNode value;
            try {
                value = JSON.readTree(body);
            } catch (JsonProcessingException notJson) {
                faults.add("the body is not JSON");
                return;
            }
            String reference = described.at("/schema/$ref").textValue();
            faults.addAll(DescribedAnswers.faults(reference.substring(1), value));
            if (reference.endsWith("/Problem")) {
                String code = value.path("code").asText();
                if (!described.path("examples").has(code)) {
                    faults.add("the code " + code + " is not described");
                } else if (value.path("status").asInt() != status) {
                    faults.add("the problem has the status " + value.path("status"));
                }
            }
        }
    }

    private static JsonSchemaFactory factory() {
        // around the schemas is OpenAPI, whose words mean nothing to them
        JsonMetaSchema dialect = JsonMetaSchema.builder(JsonMetaSchema.getV202012())
                .unknownKeywordFactory((keyword, context) -> new NonValidationKeyword(keyword))
                .build();
        return JsonSchemaFactory.builder(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012))
                .metaSchema(dialect)
                .schemaLoaders(loaders -> loaders.schemas(
                        Map.of(ADDRESS, closed(Description.root()).toString())))
                .build();
    }

    private static JsonSchema compiled(String pointer) {
        if (Description.root().at(JsonPointer.compile(pointer)).isMissingNode()) {
            throw new IllegalArgumentException("the description has no " + pointer);
        }
        return SCHEMAS.getSchema(
                SchemaLocation.of(ADDRESS + "#" + pointer),
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build());
    }

    private static JsonNode closed(JsonNode description) {
        JsonNode closed = description.deepCopy();
        closed.path("components").path("schemas").forEach(DescribedAnswers::close);
        return closed;
    }

    private static void close(JsonNode schema) {
        if (schema instanceof ObjectNode object
                && "object".equals(object.path("type").asText())) {
            if (!object.has("additionalProperties")) {
                object.put("additionalProperties", false);
            }
            object.path("properties").forEach(DescribedAnswers::close);
        }
    }
}
