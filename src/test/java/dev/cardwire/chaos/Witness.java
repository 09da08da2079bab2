// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.chaos;

import dev.cardwire.chaos.verdict.Evidence;
import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.Database;
import dev.cardwire.testsupport.PackagedGateway;
import dev.cardwire.testsupport.ResumingStream;
import dev.cardwire.testsupport.SignedEvents;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Looks at everything from outside: the API, UQPAY's controls, the rows, the logs. */
final class Witness {

    private static final Pattern NUMBER = Pattern.compile("(?<![0-9.-])4[0-9]{15}(?![0-9.-])");
    private static final List<String> SECRETS = List.of(SignedEvents.SECRET);

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
                    .forEach(card -> cards.put(String.valueOf(card.get("card_id")), fields(card)));
            cursor = page.getString("next_cursor");
        } while (cursor != null);
        return cards;
    }

    /** The cards as UQPAY has them. */
    Map<String, Map<String, String>> there() {
        Map<String, Map<String, String>> cards = new TreeMap<>();
        atUqpay().forEach(card -> cards.put(String.valueOf(card.get("card_id")), fields(card)));
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
                select position, card_id, version, card_status, coalesce(previous_status, '-'), status_changed, holder_named
                from card_change order by position""",
                row -> new Evidence.Change(
                        Long.parseLong(row[0]),
                        row[1],
                        Integer.parseInt(row[2]),
                        row[3],
                        none(row[4]),
                        row[5].equals("t"),
                        row[6].equals("t")));
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

    static Evidence.Stream heard(String name, @Nullable String cardId, ResumingStream stream) {
        return new Evidence.Stream(
                name, cardId, stream.events().stream().map(Witness::heard).toList());
    }

    private static Evidence.Heard heard(ResumingStream.Event event) {
        long position = event.id().isEmpty() ? -1 : event.position();
        Evidence.Change change = null;
        if (event.type().equals("card.status")) {
            JsonPath data = JsonPath.from(event.data());
            change = new Evidence.Change(
                    position,
                    data.getString("card_id"),
                    data.getInt("version"),
                    data.getString("card_status"),
                    data.getString("previous_status"),
                    true,
                    false);
        }
        return new Evidence.Heard(event.connection(), event.type(), position, change);
    }

    /** Card numbers and secrets in the replicas' logs and in what was kept of events. */
    List<String> leaks() throws IOException {
        List<String> found = new ArrayList<>();
        for (PackagedGateway replica : world.replicas) {
            search(Files.readString(replica.log().toPath(), StandardCharsets.UTF_8), "a log", found::add);
        }
        database()
                .rows("select coalesce(facts, '') || coalesce(reason, '') from webhook_event")
                .forEach(row -> search(row, "the inbox", found::add));
        return found.stream().distinct().toList();
    }

    /** Streams, slots and queues that are still taken although nobody is there any more. */
    List<String> leftovers() {
        List<String> left = new ArrayList<>();
        for (PackagedGateway replica : world.replicas) {
            Api.caller()
                    .get(replica.url() + "/q/metrics")
                    .asString()
                    .lines()
                    .filter(line ->
                            line.startsWith("cardwire_stream_open ") || line.startsWith("cardwire_webhook_queue "))
                    .filter(line -> !line.endsWith(" 0.0") && !line.endsWith(" 0"))
                    .forEach(left::add);
        }
        return left;
    }

    private static void search(String text, String where, Consumer<String> found) {
        if (NUMBER.matcher(text).find()) {
            found.accept(where + ": a card number");
        }
        SECRETS.stream().filter(text::contains).forEach(secret -> found.accept(where + ": a secret"));
    }

    private List<Map<String, Object>> atUqpay() {
        return RestAssured.get(world.uqpay.control("cards?limit=100000"))
                .then()
                .statusCode(200)
                .extract()
                .path("data");
    }

    private static Map<String, String> fields(Map<String, Object> card) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : FIELDS) {
            fields.put(field, text(card, field));
        }
        fields.put("card_limit", amount(card.get("card_limit")));
        if ("SINGLE".equals(card.get("mode_type"))) {
            fields.put("available_balance", amount(card.get("available_balance")));
        }
        return fields;
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
