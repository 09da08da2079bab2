// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.description;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.issuing.operation.OperationKind;
import dev.cardwire.issuing.operation.ResolveRequest;
import dev.cardwire.problem.FieldError;
import dev.cardwire.problem.request.FieldReader;
import dev.cardwire.testsupport.Description;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The fields of the description's requests are those that the application reads. A body with every described field is
 * read; it notes which names it was asked for, and the reader names every field that it does not know.
 */
class DescribedRequestFieldsTest {

    private static final String NOT_IN_ANY_LIST = "?";

    @ParameterizedTest
    @CsvSource({
        "IssueRequest, issuing.IssueRequest",
        "UpdateRequest, issuing.UpdateRequest",
        "StatusRequest, issuing.StatusRequest",
        "MoneyRequest, issuing.MoneyRequest",
        "CardholderRequest, issuing.CardholderRequest",
        "DisplayRequest, issuing.display.DisplayRequest",
        "ResolveRequest, issuing.operation.ResolveRequest"
    })
    void fieldsAndClosedListsAreThoseThatAreRead(String schema, String record) throws Exception {
        RecordingNode body = new RecordingNode(Description.schema(schema), "");
        FieldReader read = read(Class.forName("dev.cardwire." + record), body);

        assertThat(body.asked()).isEqualTo(body.described());
        assertThat(read.errors()).noneMatch(error -> error.message().equals("is not a known field"));
        assertThat(body.lists()).isEqualTo(lists(read.errors()));
    }

    /** The names of a cardholder are read to be refused. */
    @Test
    void fieldsOfAChangeOfACardholderAreThoseThatAreRead() throws Exception {
        RecordingNode body = new RecordingNode(Description.schema("UpdateCardholderRequest"), "");
        FieldReader read = read(Class.forName("dev.cardwire.issuing.CardholderRequest"), "change", body);

        Set<String> asked = body.asked();
        asked.removeAll(Set.of("first_name", "last_name"));
        assertThat(asked).isEqualTo(body.described());
        assertThat(read.errors()).noneMatch(error -> error.message().equals("is not a known field"));
        assertThat(body.lists()).isEqualTo(lists(read.errors()));
    }

    @Test
    void requiredFieldsAreThoseThatAreMissed() throws Exception {
        for (String schema : List.of("IssueRequest", "StatusRequest", "MoneyRequest", "CardholderRequest")) {
            FieldReader read =
                    read(Class.forName("dev.cardwire.issuing." + schema), JsonNodeFactory.instance.objectNode());
            assertThat(read.errors().stream()
                            .filter(error -> error.message().equals("is required"))
                            .map(FieldError::field)
                            .collect(Collectors.toSet()))
                    .as(schema)
                    .isEqualTo(texts(Description.schema(schema).path("required")));
        }
    }

    /** A wrong decision of an operator is found when its operation is known; the rest is read as all requests are. */
    @Test
    void resolveRequestRequiresNothingByItself() {
        assertThat(ResolveRequest.read(JsonNodeFactory.instance.objectNode())
                        .fields()
                        .errors())
                .isEmpty();
        assertThat(Description.schema("ResolveRequest").has("required")).isFalse();
    }

    private static FieldReader read(Class<?> request, ObjectNode body) throws Exception {
        return read(request, "read", body);
    }

    private static FieldReader read(Class<?> request, String name, ObjectNode body) throws Exception {
        Method read = Arrays.stream(request.getDeclaredMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow();
        Map<Class<?>, Object> given = Map.of(
                ObjectNode.class,
                body,
                LocalDate.class,
                LocalDate.EPOCH,
                OperationKind.class,
                OperationKind.RECHARGE,
                boolean.class,
                false);
        read.setAccessible(true);
        Method fields = request.getDeclaredMethod("fields");
        fields.setAccessible(true);
        try {
            return (FieldReader) fields.invoke(read.invoke(
                    null,
                    Arrays.stream(read.getParameterTypes()).map(given::get).toArray()));
        } catch (InvocationTargetException refused) {
            throw new AssertionError(refused.getCause());
        }
    }

    private static Map<String, Set<String>> lists(List<FieldError> errors) {
        String rule = "must be one of ";
        return errors.stream()
                .filter(error -> error.message().startsWith(rule))
                .collect(Collectors.toMap(
                        FieldError::field,
                        error -> new TreeSet<>(
                                List.of(error.message().substring(rule.length()).split(", "))),
                        (one, same) -> one,
                        TreeMap::new));
    }

    private static Set<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.toSet());
    }

    /** An object with every field that its schema has, which remembers what it was asked for. */
    private static final class RecordingNode extends ObjectNode {

        private static final long serialVersionUID = 1L;

        private final String prefix;
        private final transient Set<String> asked = new TreeSet<>();
        private final transient Map<String, Set<String>> lists = new TreeMap<>();
        private final transient List<RecordingNode> inner = new ArrayList<>();

        RecordingNode(JsonNode schema, String prefix) {
            super(JsonNodeFactory.instance);
            this.prefix = prefix;
            schema.path("properties")
                    .properties()
                    .forEach(field -> set(
                            field.getKey(), sample(Description.resolved(field.getValue()), prefix + field.getKey())));
        }

        @Override
        public JsonNode get(String name) {
            asked.add(prefix + name);
            return super.get(name);
        }

        @Override
        public ObjectNode deepCopy() {
            return JsonNodeFactory.instance.objectNode();
        }

        Set<String> asked() {
            Set<String> all = new TreeSet<>(asked);
            inner.forEach(object -> all.addAll(object.asked()));
            return all;
        }

        Set<String> described() {
            Set<String> all = new TreeSet<>();
            fieldNames().forEachRemaining(name -> all.add(prefix + name));
            inner.forEach(object -> all.addAll(object.described()));
            return all;
        }

        Map<String, Set<String>> lists() {
            Map<String, Set<String>> all = new TreeMap<>(lists);
            inner.forEach(object -> all.putAll(object.lists()));
            return all;
        }

        private JsonNode sample(JsonNode schema, String path) {
            if (schema.has("enum")) {
                lists.put(path, new TreeSet<>(texts(schema.path("enum"))));
                return textNode(NOT_IN_ANY_LIST);
            }
            return switch (schema.path("type").asText()) {
                case "object" -> {
                    if (schema.path("additionalProperties").asBoolean()) {
                        yield objectNode();
                    }
                    RecordingNode object = new RecordingNode(schema, path + ".");
                    inner.add(object);
                    yield object;
                }
                case "array" -> arrayNode().add(sample(Description.resolved(schema.path("items")), path + "[0]"));
                case "boolean" -> booleanNode(true);
                case "integer" -> numberNode(1);
                default -> textNode("1");
            };
        }
    }
}
