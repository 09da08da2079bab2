// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cardwire.card.CardDirectory;
import dev.cardwire.card.ParkedReports;
import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.LocalServers;
import dev.cardwire.testsupport.SignedEvents;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.lang.reflect.Field;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;

/**
 * No statement of a hot path looks at more than a few thousand rows, however many there are. The statements are the
 * application's own: those of the plain client are read from its classes, those that Hibernate makes are listened to
 * while the API is used.
 */
@QuarkusTest
@QuarkusTestResource(LocalServers.class)
class HotPathPlansIntegrationTest {

    /** The widest are one step of a pruning with its join back, and a snapshot of a thousand cards. */
    private static final int MOST_ROWS = 5_000;

    private static final String CARD = "id('card', 77777)";
    private static final String HOLDER = "id('holder', 7777)";
    private static final String MIDDLE = "now() - interval '100 days'";
    private static final String LONG_AGO = "now() - interval '900 days'";
    private static final String OLD = "now() - interval '300 days'";

    /** What stands for a parameter that is compared with a column. */
    private static final Map<String, String> LIKELY = Map.ofEntries(
            Map.entry("card_id", CARD),
            Map.entry("event_id", "id('event', 777)"),
            Map.entry("operation_id", "id('operation', 777)"),
            Map.entry("cardholder_id", HOLDER),
            Map.entry("card_product_id", "id('product', 1)"),
            Map.entry("card_status", "'ACTIVE'"),
            Map.entry("card_order_id", "'o777'"),
            Map.entry("source_id", "'o8000'"),
            Map.entry("outcome", "'parked'"),
            Map.entry("event_type", "'card.create.failed'"),
            Map.entry("state", "'ACCEPTED'"),
            Map.entry("kind", "'ISSUE_CARD'"),
            Map.entry("caller", "'shop'"),
            Map.entry("idempotency_key", "'k777'"),
            Map.entry("deadline", "now()"),
            Map.entry("created_at", MIDDLE),
            Map.entry("updated_at", MIDDLE),
            Map.entry("received_at", MIDDLE),
            Map.entry("ended_at", MIDDLE));

    private static final Pattern PARAMETER = Pattern.compile(
            "(?:\\.|\\band |\\bwhere )(?<column>[a-z_]+)\\b|(?:(?<size>first|limit|offset)\\s+)?\\$(?<number>\\d+)");

    private static final Pattern NAMED = Pattern.compile("(?<!:):([a-z]+)");

    private static final Pattern LARGE =
            Pattern.compile("\\bfrom (card|card_change|operation|webhook_event)\\b", Pattern.CASE_INSENSITIVE);

    @TestHTTPResource("/")
    URL base;

    @Inject
    CardDirectory directory;

    @Inject
    ParkedReports parked;

    @Inject
    Config config;

    @Test
    void noStatementLooksAtMoreThanAFewRows() throws Exception {
        Set<String> heard = listen();
        assertThat(heard).as("what Hibernate asked").hasSizeGreaterThan(15);
        try (MillionRows rows = MillionRows.fill(
                config.getValue("quarkus.datasource.jdbc.url", String.class),
                config.getValue("quarkus.datasource.username", String.class),
                config.getValue("quarkus.datasource.password", String.class))) {
            for (Map.Entry<String, List<String>> own : ownStatements().entrySet()) {
                assertNarrow(rows, own.getKey(), own.getValue());
            }
            for (String sql : heard) {
                assertNarrow(rows, sql, arguments(sql));
            }
        }
    }

    private static void assertNarrow(MillionRows rows, String sql, List<String> arguments) throws Exception {
        MillionRows.Walk walk = rows.walk(sql, arguments);
        assertThat(walk.rows()).as("%s%n%s", sql, walk.plan()).isLessThanOrEqualTo(MOST_ROWS);
        assertThat(walk.walkedWhole())
                .as("%s%n%s", sql, walk.plan())
                .isSubsetOf("feed_head", "webhook_watch", "card_comparison", "card_import");
    }

    /** Statements of the plain client, and those that Hibernate only passes on, with arguments for each parameter. */
    private static Map<String, List<String>> ownStatements() throws Exception {
        Map<String, List<String>> all = new LinkedHashMap<>();
        all.put(text("card.log.ChangeLog", "AFTER"), List.of("999000", "500"));
        all.put(text("card.log.ChangeLog", "BETWEEN"), List.of("500000", "1000000", "200"));
        all.put(
                text("card.log.ChangeLog", "BETWEEN_OF_IDS"),
                List.of("10", "1000000", "array[" + CARD + "]", "array[" + HOLDER + "]", "200"));
        all.put(text("card.log.ChangeLog", "SNAPSHOT"), List.of("1000"));
        all.put(
                text("card.log.ChangeLog", "SNAPSHOT_OF_IDS"),
                List.of("array[" + CARD + "]", "array[" + HOLDER + "]", "1000"));
        all.put(text("card.log.ChangeLogRetention", "REMOVE"), List.of(OLD, "500"));
        all.put(text("issuing.operation.OperationRetention", "REMOVE"), List.of(MIDDLE, "500"));
        all.put(text("webhook.EventRetention", "REMOVE"), List.of(OLD, "500"));
        all.put(text("webhook.Oddities$Retention", "REMOVE"), List.of(MIDDLE, "500"));
        all.put(text("stream.ticket.RevocationRetention", "REMOVE"), List.of("now()", "500"));
        all.put(text("issuing.display.Timeline", "ROWS"), List.of(CARD, "now()", "gen_random_uuid()", "51"));
        all.put(text("webhook.EndpointWatch", "WAITING"), List.of());
        all.put(positional(text("issuing.operation.Claims", "EARLIER")), List.of(CARD, "id('operation', 1)", MIDDLE));
        all.put(positional(text("webhook.ParkedEvents", "AWAITED")) + " limit 50", List.of(OLD));
        String news = "'[{\"tag\":\"" + UUID.randomUUID() + "\",\"order_id\":\"o777\",\"card_id\":\""
                + UUID.randomUUID() + "\"}]'";
        all.put(positional(text("issuing.operation.ReportedOutcomes", "ASKED")), List.of(news));
        String accept = text("issuing.operation.OperationEnds", "ACCEPT");
        all.put(
                positional(text("issuing.operation.ReportedOutcomes", "ENDS")
                        + accept
                        + text("issuing.operation.ReportedOutcomes", "NEVER_SENT")),
                List.of(news, "now()"));
        String end = "'[{\"operation_id\":\"" + UUID.randomUUID() + "\",\"card_order_id\":\"o777\",\"card_id\":\""
                + UUID.randomUUID() + "\"}]'";
        all.put(positional(text("issuing.operation.OperationEnds", "GIVEN") + accept), List.of(end, MIDDLE, "now()"));
        all.put(text("card.CardSearch", "FIND"), List.of(HOLDER, "'o777'", "'0777'"));
        all.put(text("issuing.operation.OperationSearch", "FIND"), List.of(CARD, "'k777'", "'shop'", "true"));
        all.put(text("issuing.operation.OperationSearch", "FIND") + " ", List.of(HOLDER, "'k777'", "'other'", "false"));
        all.put(text("issuing.operation.OperationCounts", "OPEN"), List.of());
        all.put(text("webhook.WaitingEventsStatus", "WAITING"), List.of());
        return all;
    }

    /** A constant of a class of the application. */
    private static String text(String type, String constant) throws Exception {
        Field field = Class.forName("dev.cardwire." + type).getDeclaredField(constant);
        field.setAccessible(true);
        return (String) field.get(null);
    }

    /** The same with numbers for names, in the order of their first appearance. */
    private static String positional(String sql) {
        List<String> names = new ArrayList<>();
        return NAMED.matcher(sql).replaceAll(found -> {
            if (!names.contains(found.group(1))) {
                names.add(found.group(1));
            }
            return "\\$" + (names.indexOf(found.group(1)) + 1);
        });
    }

    /** An argument for each parameter: by the column before it, or the size of a page. */
    private static List<String> arguments(String sql) {
        SortedMap<Integer, String> arguments = new TreeMap<>();
        String column = "";
        for (Matcher found = PARAMETER.matcher(sql); found.find(); ) {
            if (found.group("column") != null) {
                column = found.group("column");
            } else {
                arguments.putIfAbsent(
                        Integer.parseInt(found.group("number")),
                        found.group("size") == null
                                ? likely(column, sql, found.start())
                                : found.group("size").equals("offset") ? "0" : "51");
            }
        }
        return List.copyOf(arguments.values());
    }

    private static String likely(String column, String sql, int at) {
        assertThat(LIKELY).as(sql).containsKey(column);
        String before = sql.substring(0, at);
        if (before.matches("(?s).*(any|array_position|unnest)\\s*\\(\\s*")) {
            return "array[" + LIKELY.get(column) + "]";
        }
        return before.matches("(?s).*[^<]>\\s*") ? LONG_AGO : LIKELY.get(column);
    }

    /** Uses the API and the sweeps' look-ups, and returns what Hibernate asked of the large tables meanwhile. */
    private Set<String> listen() throws Exception {
        Set<String> heard = Collections.synchronizedSet(new LinkedHashSet<>());
        Logger logger = Logger.getLogger("org.hibernate.SQL");
        Handler ear = ear(heard);
        Level before = logger.getLevel();
        logger.setLevel(Level.FINE);
        logger.setUseParentHandlers(false);
        logger.addHandler(ear);
        try {
            use();
            await().until(() -> heard.stream().anyMatch(sql -> sql.contains("deadline<=")));
        } finally {
            logger.removeHandler(ear);
            logger.setLevel(before);
            logger.setUseParentHandlers(true);
        }
        return heard;
    }

    private static Handler ear(Set<String> heard) {
        return new Handler() {
            @Override
            public void publish(LogRecord record) {
                String sql = record.getMessage().trim();
                if (sql.startsWith("select") && LARGE.matcher(sql).find()) {
                    heard.add(sql);
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    private void use() throws Exception {
        String key = UUID.randomUUID().toString();
        String card = Api.issuing(key)
                .post("/v1/cards")
                .then()
                .statusCode(201)
                .extract()
                .path("card_id");
        Api.issuing(key).post("/v1/cards").then().statusCode(201);
        await().until(() -> Api.statusOf(card).equals("ACTIVE"));
        Api.caller().body(Map.of("card_status", "FROZEN")).post("/v1/cards/" + card + "/status");
        String body = SignedEvents.status(
                UUID.randomUUID().toString(),
                UUID.randomUUID().toString(),
                "FROZEN",
                OffsetDateTime.now().toString());
        HttpClient.newHttpClient()
                .send(
                        SignedEvents.delivery(base.toString().replaceAll("/$", ""), body),
                        HttpResponse.BodyHandlers.discarding());
        for (String list : List.of(
                "/v1/cards?limit=1",
                "/v1/cards?limit=1&card_status=ACTIVE",
                "/v1/cards?limit=1&cardholder_id=" + Api.HOLDER,
                "/v1/cards?limit=1&card_product_id=" + Api.SHARE + "&card_status=ACTIVE",
                "/v1/cards/" + card + "/timeline?limit=1",
                "/v1/operations?limit=1",
                "/v1/operations?limit=1&state=ACCEPTED",
                "/v1/webhook-events?limit=1",
                "/v1/webhook-events?limit=1&outcome=parked",
                "/v1/webhook-events?limit=1&event_type=card.create.succeeded",
                "/v1/webhook-events?limit=1&card_id=" + card)) {
            String cursor =
                    Api.caller().get(list).then().statusCode(200).extract().path("next_cursor");
            if (cursor != null) {
                Api.caller().get(list + "&cursor=" + cursor).then().statusCode(200);
            }
        }
        directory.pendingBetween(Instant.EPOCH, Instant.now(), 50).await().indefinitely();
        parked.awaited(Instant.EPOCH, 50).await().indefinitely();
        directory.statuses(List.of(UUID.fromString(card))).await().indefinitely();
    }
}
