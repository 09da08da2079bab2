// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.testsupport.LocalServers;
import io.agroal.api.AgroalDataSource;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Every published event, and every way to spoil it, has the outcome that docs/api.md 3 says. */
@QuarkusTest
@QuarkusTestResource(LocalServers.class)
class EventOutcomesIntegrationTest {

    private static final String CODE = "Z9CODE73914628";
    /** What is put in the place of a field, as JSON; empty leaves the field out. */
    private static final Map<String, String> SPOILT = new LinkedHashMap<>();

    static {
        SPOILT.put("missing", "");
        SPOILT.put("null", "null");
        SPOILT.put("other type", "7");
        SPOILT.put("truth", "true");
        SPOILT.put("array", "[[{}]]");
        SPOILT.put("object", "{\"a\":{\"b\":[1]}}");
        SPOILT.put("huge exponent", "1e99999999999");
        SPOILT.put("many digits", "9".repeat(5_000));
        SPOILT.put("zero character", "\"a\\u0000b\"");
        SPOILT.put("half a pair", "\"\\ud83d\"");
        SPOILT.put("long", '"' + "x".repeat(20_000) + '"');
        SPOILT.put("card number", '"' + Hooks.PAN + '"');
        SPOILT.put("card number as number", Hooks.PAN);
        SPOILT.put("card number in a sentence", "\"paid 4111 1111 1111 1111 12/29 and 4111-1111-1111-1111\"");
        SPOILT.put("card number between control characters", "\"n 4111\\u00011111\\u00001111\\f1111 x\"");
        SPOILT.put("card number in invisible parts", "\"n 4111\\u200b1111\\u200b1111\\u200b1111 x\"");
        SPOILT.put("code", '"' + CODE + '"');
    }

    @TestHTTPResource("/")
    URL base;

    @Inject
    AgroalDataSource store;

    @Inject
    RedisDataSource redis;

    private static final List<String> PLAIN_NUMBERS = List.of("card number", "card number as number");

    private record Sent(String name, String expected, CompletableFuture<Hooks.Answer> answer) {}

    @Test
    void everySampleAndEveryMutationHasItsOutcome() throws Exception {
        Hooks hooks = new Hooks(base);
        List<Sent> sent = new ArrayList<>();
        for (String sample : Hooks.samples()) {
            boolean secretive = sample.contains("otp") || sample.contains("code");
            sent.add(new Sent(sample, expected(Hooks.fresh(sample), ""), hooks.send(Hooks.bytes(Hooks.fresh(sample)))));
            for (String path : paths(Hooks.fresh(sample))) {
                SPOILT.forEach((name, value) -> {
                    // the digits of an amount are an amount, whatever they are
                    boolean amount = Secrets.isAmount(path) && PLAIN_NUMBERS.contains(name);
                    // a code in the place of the type is the type
                    if (!amount && (!name.equals("code") || secretive && !path.equals("event_type"))) {
                        ObjectNode event = Hooks.fresh(sample);
                        byte[] body = spoil(event, path, value);
                        sent.add(new Sent(sample + " " + path + " " + name, expected(event, path), hooks.send(body)));
                    }
                });
            }
            CompletableFuture.allOf(sent.stream().map(Sent::answer).toArray(CompletableFuture[]::new))
                    .join();
        }
        assertThat(sent)
                .hasSizeGreaterThan(2_000)
                .allSatisfy(one ->
                        assertThat(one.answer().join().outcome()).as(one.name()).isEqualTo(one.expected()));
        nothingSecretIsStored();
    }

    private void nothingSecretIsStored() throws Exception {
        List<String> everything = new ArrayList<>(Stored.rows(store));
        everything.addAll(Stored.values(redis));
        assertThat(everything).hasSizeGreaterThan(4_000);
        // the last two are the codes of the samples themselves
        List<String> secrets = List.of(
                Hooks.PAN, "1111 1111", "1111-1111-1111", "1111\u200b1111", CODE, "73914628", "12344444", "57609685");
        assertThat(everything.stream().filter(text -> secrets.stream().anyMatch(text::contains)))
                .isEmpty();
    }

    @Test
    void readsTheEnvelopeInAllItsForms() {
        Hooks hooks = new Hooks(base);
        ObjectNode exchanged = Hooks.created(UUID.randomUUID());
        exchanged.put("event_name", "card.create.succeeded").put("event_type", "ISSUING");
        assertThat(hooks.outcome(exchanged)).isEqualTo("applied");

        ObjectNode old = Hooks.event("ISSUING", UUID.randomUUID());
        old.put("event_name", "issuing.transaction.declined").put("version", "V1.5.2");
        old.remove("source_id");
        assertThat(hooks.outcome(old)).isEqualTo("parked");

        ObjectNode both = Hooks.event("cardholder.updated", UUID.randomUUID());
        both.put("event_name", "cardholder.kyc.status_changed");
        assertThat(hooks.outcome(both)).isEqualTo("ignored");

        for (String category : List.of("PAYOUT", "DEPOSIT", "RFI", "VIRTUAL", "ONBOARDING")) {
            ObjectNode other = Hooks.event("some.other.thing", UUID.randomUUID());
            assertThat(hooks.outcome(other.put("event_name", category))).isEqualTo("ignored");
        }
        assertThat(hooks.outcome(Hooks.event("card.invented.yesterday", UUID.randomUUID())))
                .isEqualTo("parked");
        for (String unreadable : List.of("", "[]", "7", "{", "{}", "{} {}", "{\"event_id\":\"42\"}", "\u0000")) {
            assertThat(hooks.send(unreadable.getBytes(StandardCharsets.UTF_8))
                            .join()
                            .outcome())
                    .as(unreadable)
                    .isEqualTo("unreadable");
        }
    }

    @Test
    void feeOfACardIsAboutThatCard() throws Exception {
        Hooks hooks = new Hooks(base);
        String type = "card.risk_control.network_protection.enrollment_fee.charged";
        UUID card = UUID.randomUUID();
        ObjectNode early = Hooks.event(type, card);
        Hooks.data(early).put("balance_amount", "1.50");
        assertThat(hooks.outcome(early)).isEqualTo("parked");
        assertThat(hooks.outcome(Hooks.created(card))).isEqualTo("applied");
        assertThat(Stored.query(
                        store,
                        "select concat_ws(' ', outcome, facts) from webhook_event where event_id = '"
                                + early.path("event_id").asText() + "'"))
                .containsExactly("ignored {\"balance_amount\":\"1.50\"}");
        ObjectNode accounts = Hooks.event(type, card);
        Hooks.data(accounts).put("card_id", "17");
        assertThat(hooks.outcome(accounts)).isEqualTo("ignored");
    }

    /** The oracle, from the table of docs/api.md 3 alone. */
    private static String expected(ObjectNode event, String spoilt) {
        String type = event.path("event_type").asText();
        boolean creation = type.startsWith("card.create.");
        boolean aboutCard = !type.startsWith("cardholder.")
                && !type.startsWith("issuing.report.")
                && !type.endsWith(".otp")
                && !type.equals("card.activation.code");
        boolean sourceNamesIt = creation || type.equals("card.activation.status");
        return switch (spoilt) {
            case "event_id" -> "unreadable";
            case "event_type" -> "parked";
            case "data", "data.card_id" -> !aboutCard ? "ignored" : sourceNamesIt ? "parked" : "failed";
            default -> creation ? "applied" : aboutCard ? "parked" : "ignored";
        };
    }

    private static List<String> paths(ObjectNode event) {
        List<String> paths = new ArrayList<>();
        collect(event, "", paths);
        return paths;
    }

    private static void collect(JsonNode node, String prefix, List<String> paths) {
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            paths.add(prefix + name);
            collect(node.path(name), prefix + name + ".", paths);
        }
    }

    /** The event's text with one field replaced; as text, because a tree cannot hold every number. */
    private static byte[] spoil(ObjectNode event, String path, String value) {
        int dot = path.lastIndexOf('.');
        ObjectNode parent = dot < 0
                ? event
                : (ObjectNode) event.at("/" + path.substring(0, dot).replace('.', '/'));
        ObjectNode changed = event;
        String name = path.substring(dot + 1);
        JsonNode before = parent.get(name);
        if (value.isEmpty()) {
            parent.remove(name);
        } else {
            parent.put(name, "@@here@@");
        }
        byte[] body = changed.toString().replace("\"@@here@@\"", value).getBytes(StandardCharsets.UTF_8);
        parent.set(name, before);
        return body;
    }
}
