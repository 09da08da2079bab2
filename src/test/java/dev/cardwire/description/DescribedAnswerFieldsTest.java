// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.description;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cardwire.access.Roles;
import dev.cardwire.card.lifecycle.CardStatus;
import dev.cardwire.card.log.ChangeCause;
import dev.cardwire.testsupport.Description;
import dev.cardwire.webhook.event.Outcome;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The fields of the description's answers are those that the application's records are written with. */
class DescribedAnswerFieldsTest {

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    /** The record behind each schema. Those without one are written as maps; their answers are compared as received. */
    private static final Map<String, String> RECORDS = Map.ofEntries(
            Map.entry("Problem", "problem.Problem"),
            Map.entry("FieldError", "problem.FieldError"),
            Map.entry("UpstreamDetail", "problem.UpstreamDetail"),
            Map.entry("Card", "card.CardSnapshot"),
            Map.entry("CardPage", "store.Page"),
            Map.entry("Operation", "issuing.operation.OperationView"),
            Map.entry("OperationPage", "store.Page"),
            Map.entry("TimelineEntry", "issuing.display.TimelineRow"),
            Map.entry("TimelinePage", "store.Page"),
            Map.entry("Order", "issuing.display.OrderView"),
            Map.entry("DisplaySession", "issuing.display.DisplaySessionResource$Session"),
            Map.entry("Product", "catalog.ProductView"),
            Map.entry("ProductPage", "store.Page"),
            Map.entry("BalancePage", "store.Page"),
            Map.entry("Cardholder", "catalog.CardholderView"),
            Map.entry("CardholderPage", "store.Page"),
            Map.entry("ImportProgress", "reconcile.ImportProgress"),
            Map.entry("Caller", "access.MeResource$Me"),
            Map.entry("Findings", "search.Findings"),
            Map.entry("Finding", "search.Finding"),
            Map.entry("Status", "status.StatusResource$Parts"),
            Map.entry("PartStatus", "status.PartStatus"),
            Map.entry("WebhookEvent", "webhook.EventView"),
            Map.entry("WebhookEventPage", "store.Page"),
            Map.entry("WebhookAnswer", "webhook.WebhookIntake$Answer"),
            Map.entry("StreamTicket", "stream.ticket.StreamTicketResource$TicketView"));

    @Test
    void fieldsAreThoseOfTheRecords() {
        RECORDS.forEach(
                (schema, record) -> assertThat(described(schema)).as(schema).isEqualTo(written(record)));
    }

    /** What a pending write is answered with may be its id and its state alone. */
    @Test
    void pendingOperationHasTheFieldsOfAnOperation() {
        assertThat(Description.schema("PendingOperation").path("properties"))
                .isEqualTo(Description.schema("Operation").path("properties"));
    }

    @Test
    void closedListsAreThoseOfTheRecords() {
        RECORDS.forEach((schema, record) -> Arrays.stream(type(record).getRecordComponents())
                .filter(component -> component.getType().isEnum())
                .forEach(component -> assertThat(list(Description.resolved(
                                Description.schema(schema).path("properties").path(name(component)))))
                        .as("%s.%s", schema, component.getName())
                        .isEqualTo(words(component.getType()))));
    }

    @Test
    void otherClosedListsAreThoseOfTheApplication() {
        assertThat(list(Description.schema("CardStatus"))).isEqualTo(words(CardStatus.class));
        assertThat(list(Description.schema("ChangeCause")))
                .isEqualTo(
                        Stream.of(ChangeCause.values()).map(ChangeCause::word).collect(Collectors.toSet()));
        assertThat(list(Description.schema("DeliveryOutcome"))).isEqualTo(outcomes(outcome -> true));
        assertThat(list(Description.schema("StoredOutcome"))).isEqualTo(outcomes(Outcome::isStored));
        assertThat(list(Description.schema("Caller").at("/properties/roles/items")))
                .containsAll(Set.of(Roles.ISSUER, Roles.VIEWER, Roles.OPERATOR));
    }

    /** How a field is written. */
    private enum Presence {
        ALWAYS,
        NULL_WHEN_UNKNOWN,
        LEFT_OUT_WHEN_UNKNOWN
    }

    private static Map<String, Presence> written(String record) {
        Class<?> type = type(record);
        BeanDescription bean = JSON.getSerializationConfig().introspect(JSON.constructType(type));
        Map<String, Presence> fields = new TreeMap<>();
        for (BeanPropertyDefinition property : bean.findProperties()) {
            RecordComponent component = Arrays.stream(type.getRecordComponents())
                    .filter(each -> each.getName().equals(property.getInternalName()))
                    .findFirst()
                    .orElseThrow();
            JsonInclude.Include include = bean.findPropertyInclusion(JsonInclude.Value.empty())
                    .withOverrides(property.findInclusion())
                    .getValueInclusion();
            boolean unknown = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            fields.put(
                    property.getName(),
                    !unknown
                            ? Presence.ALWAYS
                            : include == JsonInclude.Include.NON_NULL
                                    ? Presence.LEFT_OUT_WHEN_UNKNOWN
                                    : Presence.NULL_WHEN_UNKNOWN);
        }
        return fields;
    }

    private static Map<String, Presence> described(String name) {
        JsonNode schema = Description.schema(name);
        Set<String> required = texts(schema.path("required"));
        Map<String, Presence> fields = new TreeMap<>();
        schema.path("properties")
                .properties()
                .forEach(field -> fields.put(
                        field.getKey(),
                        !required.contains(field.getKey())
                                ? Presence.LEFT_OUT_WHEN_UNKNOWN
                                : mayBeNull(Description.resolved(field.getValue()))
                                        ? Presence.NULL_WHEN_UNKNOWN
                                        : Presence.ALWAYS));
        return fields;
    }

    /** A schema without a type allows everything. */
    private static boolean mayBeNull(JsonNode schema) {
        JsonNode type = schema.path("type");
        return type.isMissingNode() || texts(type).contains("null");
    }

    private static String name(RecordComponent component) {
        return new PropertyNamingStrategies.SnakeCaseStrategy().translate(component.getName());
    }

    private static Set<String> words(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> JSON.valueToTree(constant).asText())
                .collect(Collectors.toSet());
    }

    private static Set<String> outcomes(Predicate<Outcome> which) {
        return Stream.of(Outcome.values()).filter(which).map(Outcome::word).collect(Collectors.toSet());
    }

    private static Set<String> list(JsonNode schema) {
        Set<String> words = texts(schema.path("enum"));
        words.removeAll(Description.NOT_YET_KNOWN);
        return words;
    }

    private static Set<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Class<?> type(String record) {
        try {
            return Class.forName("dev.cardwire." + record);
        } catch (ClassNotFoundException missing) {
            throw new AssertionError(missing);
        }
    }
}
