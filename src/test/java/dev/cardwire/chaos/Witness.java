// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.chaos;

import dev.cardwire.chaos.verdict.Evidence;
import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.Database;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Looks at cards and what became of them from outside: the API, UQPAY's controls, the rows. */
final class Witness {

    private static final List<String> FIELDS = List.of(
            "card_status",
            "card_order_id",
            "mode_type",
            "usage_type",
            "card_currency",
            "cardholder_id",
            "card_product_id");

    private final ChaosWorld world;

    Witness(ChaosWorld world) {
        this.world = world;
    }

    /** The cards as the API answers them. */
    Map<String, Map<String, String>> here() {
        Map<String, Map<String, String>> cards = new TreeMap<>();
        String cursor = null;
        do {
            JsonPath page = Api.caller()
                    .queryParam("limit", 200)
                    .queryParams(cursor == null ? Map.of() : Map.of("cursor", cursor))
                    .get(world.url() + "/v1/cards")
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            page.<Map<String, Object>>getList("data")
                    .forEach(card -> cards.put(String.valueOf(card.get("card_id")), comparable(card)));
            cursor = page.getString("next_cursor");
        } while (cursor != null);
        return cards;
    }

    /** The cards as UQPAY has them. */
    Map<String, Map<String, String>> there() {
        Map<String, Map<String, String>> cards = new TreeMap<>();
        atUqpay().forEach(card -> cards.put(String.valueOf(card.get("card_id")), comparable(card)));
        return cards;
    }

    List<Evidence.Movement> movements() {
        List<Evidence.Movement> all = new ArrayList<>();
        for (Map<String, Object> card : atUqpay()) {
            String cardId = text(card, "card_id");
            all.add(new Evidence.Movement(text(card, "idempotency_key"), "CARD", cardId, text(card, "card_status")));
            for (Object one : (List<?>) card.get("orders")) {
                Map<?, ?> order = (Map<?, ?>) one;
                all.add(new Evidence.Movement(
                        String.valueOf(order.get("idempotency_key")),
                        String.valueOf(order.get("order_type")),
                        cardId,
                        String.valueOf(order.get("order_status"))));
            }
        }
        return all;
    }

    List<Evidence.Operation> operations() {
        return rows(
                """
                select operation_id, coalesce(idempotency_key, '-'), upstream_key, kind, state,
                    coalesce(order_status, '-'), coalesce(cast(card_id as text), '-') from operation order by created_at""",
                row -> new Evidence.Operation(
                        row[0], none(row[1]), row[2], row[3], row[4], none(row[5]), none(row[6])));
    }

    List<Evidence.Change> log() {
        return rows(
                """
                select position, card_id, coalesce(cast(cardholder_id as text), '-'), version, card_status,
                    coalesce(previous_status, '-'), status_changed, holder_named,
                    cast(extract(epoch from committed_at) * 1000 as bigint)
                from card_change order by position""",
                row -> new Evidence.Change(
                        Long.parseLong(row[0]),
                        row[1],
                        none(row[2]),
                        Integer.parseInt(row[3]),
                        row[4],
                        none(row[5]),
                        row[6].equals("t"),
                        row[7].equals("t"),
                        Long.parseLong(row[8])));
    }

    /** Changes that no event brought in time: a comparison with UQPAY found them. */
    int changesFoundBySweep() {
        return Integer.parseInt(database().value("select count(*) from card_change where cause = 'RECONCILIATION'"));
    }

    List<Evidence.Stored> stored() {
        return rows("""
                select w.event_id, w.outcome, (select count(*) from card_change c where c.event_id = w.event_id)
                from webhook_event w""", row -> new Evidence.Stored(row[0], row[1], Integer.parseInt(row[2])));
    }

    List<Evidence.Sent> sent() {
        List<Map<String, Object>> all = RestAssured.get(world.uqpay.control("deliveries?limit=100000"))
                .then()
                .statusCode(200)
                .extract()
                .path("data");
        return all.stream()
                .map(one -> new Evidence.Sent(text(one, "event_id"), "DELIVERED".equals(text(one, "state"))))
                .toList();
    }

    private List<Map<String, Object>> atUqpay() {
        return RestAssured.get(world.uqpay.control("cards?limit=100000"))
                .then()
                .statusCode(200)
                .extract()
                .path("data");
    }

    /** Of a card that was made elsewhere, a read at UQPAY has no order, and no usage. */
    private Map<String, String> comparable(Map<String, Object> card) {
        Map<String, String> fields = fields(card);
        if (world.operator.madeAtUqpay().contains(text(card, "card_id"))) {
            fields.keySet().removeAll(List.of("card_order_id", "usage_type"));
        }
        return fields;
    }

    private static Map<String, String> fields(Map<String, Object> card) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : FIELDS) {
            fields.put(field, text(card, field));
        }
        fields.put("card_limit", amount(card.get("card_limit")));
        // events and answers mask it differently
        String number = text(card, "card_number");
        fields.put("last_four", number.substring(Math.max(0, number.length() - 4)));
        fields.put("metadata", metadata(card.get("metadata")));
        if ("SINGLE".equals(card.get("mode_type"))) {
            fields.put("available_balance", amount(card.get("available_balance")));
        }
        return fields;
    }

    /** Without the name that is the gateway's own. */
    private static String metadata(@Nullable Object value) {
        Map<Object, Object> sorted = new TreeMap<>();
        if (value instanceof Map<?, ?> object) {
            sorted.putAll(object);
            sorted.remove("cardwire_operation_id");
        }
        return sorted.toString();
    }

    private static String amount(@Nullable Object value) {
        return value == null
                ? "-"
                : new BigDecimal(value.toString()).stripTrailingZeros().toPlainString();
    }

    private Database database() {
        return world.stores.database();
    }

    private <T> List<T> rows(String sql, Function<String[], T> one) {
        return database().rows(sql).stream()
                .map(row -> one.apply(row.split(" ")))
                .toList();
    }

    private static @Nullable String none(String value) {
        return value.equals("-") ? null : value;
    }

    private static String text(Map<String, Object> object, String field) {
        return String.valueOf(object.get(field));
    }
}
