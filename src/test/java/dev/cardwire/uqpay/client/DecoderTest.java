// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.uqpay.UqpayAcceptance;
import dev.cardwire.uqpay.UqpayCard;
import dev.cardwire.uqpay.UqpayJson;
import dev.cardwire.uqpay.UqpayOrder;
import dev.cardwire.uqpay.UqpayPage;
import dev.cardwire.uqpay.UqpayPanToken;
import dev.cardwire.uqpay.UqpayProduct;
import dev.cardwire.uqpay.UqpayRiskControls;
import dev.cardwire.uqpay.UqpaySpendingControl;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecoderTest {

    private static final String ONE = "50418faa-57a8-4ce2-9157-621b00b13a3b";
    private static final String TWO = "60418faa-57a8-4ce2-9157-621b00b13a3b";

    private static final Instant NOW = Answers.NOON;

    private static final List<Function<JsonNode, Object>> DECODERS = List.of(
            Decoder::product,
            Decoder::cardholder,
            Decoder::balance,
            from -> CardDecoder.card(from, NOW),
            Decoder::order,
            Decoder::newCard,
            Decoder::change,
            from -> Decoder.panToken(from, NOW),
            from -> Decoder.page(from, card -> CardDecoder.card(card, NOW)),
            from -> Decoder.page(from, Decoder::product));

    private static final List<String> ODDITIES = List.of(
            "null",
            "\"\"",
            "\" \"",
            "\"x\"",
            "\"\\u0000\"",
            "0",
            "-1",
            "true",
            "[]",
            "{}",
            "[null]",
            "[[]]",
            "[{}]",
            "[1]",
            "{\"\":\"\"}",
            "1e999999999",
            "\"1e999999999\"",
            "-1E-999999999",
            "\"NaN\"",
            "\"{\"",
            "\"0001-01-01\"",
            "\"99999-99-99T99:99:99Z\"",
            "9".repeat(900));

    @Test
    void readsRetrievedCard() {
        UqpayCard card =
                Objects.requireNonNull(CardDecoder.card(Samples.json("rest.retrieve-card.response.json"), NOW));
        assertThat(card.cardId()).isEqualTo(UUID.fromString("c0cef051-29c5-4796-b86a-cd5b684bfad7"));
        assertThat(card.cardLimit()).isEqualTo(new BigDecimal("2100.02"));
        assertThat(card.availableBalance()).isEqualTo(new BigDecimal("2000.05"));
        assertThat(card.consumedAmount()).isEqualTo(new BigDecimal("51.00"));
        assertThat(card.cardNumber()).isEqualTo("************5668");
        assertThat(card.cardholderId()).isEqualTo(UUID.fromString("7c4ff2cd-1bf6-4aaa-bf16-266771425011"));
        assertThat(card.spendingControls())
                .containsExactly(new UqpaySpendingControl(new BigDecimal("100.03"), "PER_TRANSACTION"));
        assertThat(card.riskControls()).isEqualTo(new UqpayRiskControls("Y", "Y", null, List.of("5999", "6011")));
        assertThat(card.metadata()).hasToString("{\"key1\":\"value1\",\"key2\":\"value2\"}");
        assertThat(card.asOf()).isEqualTo(NOW);
    }

    @Test
    void readsListedCardWhoseAmountsAreStringsAndWhoseMetadataIsEmptyText() {
        UqpayPage<UqpayCard> page = Objects.requireNonNull(
                Decoder.page(Samples.json("rest.list-cards.response.json"), from -> CardDecoder.card(from, NOW)));
        UqpayCard card = page.items().get(0);
        assertThat(card.cardLimit()).isEqualTo(new BigDecimal("1000"));
        assertThat(card.metadata()).isNull();
        assertThat(card.riskControls()).isNull();
        assertThat(page.totalItems()).isEqualTo(1);
    }

    @Test
    void readsTheOtherAnswers() {
        assertThat(Decoder.newCard(Samples.json("rest.create-card.response.json")))
                .isEqualTo(new UqpayAcceptance(
                        UUID.fromString("50418faa-57a8-4ce2-9157-621b00b13a3b"),
                        "79224316-ecad-4e61-9eeb-e7929bda124c",
                        "PENDING",
                        "PROCESSING",
                        "2026-04-10T10:04:44Z",
                        null,
                        null));
        UqpayOrder order =
                Objects.requireNonNull(Decoder.order(Samples.json("rest.retrieve-card-order.response.json")));
        assertThat(order.amount()).isEqualTo(new BigDecimal("100.02"));
        assertThat(order.createTime()).isEqualTo("2024-03-21T09:17:32Z");
        assertThat(Decoder.change(Samples.json("rest.update-card-status.no-reason.response.json")))
                .extracting(UqpayAcceptance::cardId, UqpayAcceptance::cardOrderId)
                .containsExactly(null, "order-1");
        assertThat(Decoder.panToken(Samples.json("rest.create-pan-token.response.json"), NOW))
                .extracting(UqpayPanToken::expiresAt)
                .isEqualTo(Instant.parse("2025-11-13T10:31:00Z"));
        assertThat(Decoder.page(Samples.json("rest.list-products.response.json"), Decoder::product)
                        .items())
                .singleElement()
                .extracting(UqpayProduct::cardForm)
                .isEqualTo(List.of("VIR", "PHY"));
    }

    /** The digits of this id pass a card number's check across its dashes, as those of one id in some hundreds do. */
    @Test
    void findsTheOperationOfACardWhoseTagLooksLikeACardNumber() {
        String tag = "ca827591-1242-4904-8728-ee150a7c60b8";
        UqpayCard card = Objects.requireNonNull(
                CardDecoder.card(Answers.of(200, """
                    {"card_id": "c0cef051-29c5-4796-b86a-cd5b684bfad7",
                     "metadata": {"cardwire_operation_id": " %s", "order": "%s"}}\
                    """.formatted(tag, tag)).json(), NOW));
        assertThat(card.operationId()).contains(UUID.fromString(tag));
        assertThat(Objects.requireNonNull(card.metadata()).get("order").textValue())
                .isEqualTo(tag);
    }

    /** Every one of these passes a card number's check; a person has to be called on it all the same. */
    @ParameterizedTest
    @ValueSource(strings = {"8613800000004", "+86 138 0000 0004", "+4915100000004", "378282246310005"})
    void keepsPhoneNumbers(String phone) {
        assertThat(phoneOf(phone)).isEqualTo(phone);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4111111111111111", "+4111 1111 1111 1111", "4111111111111111 12/29"})
    void keepsNoCardNumberForAPhoneNumber(String phone) {
        assertThat(phoneOf(phone)).isNotEqualTo(phone);
    }

    private static String phoneOf(String phone) {
        JsonNode holder = Answers.of(200, """
            {"cardholder_id": "25ea804d-7fd5-43d5-8792-0fc0214cdb2f", "phone_number": "%s"}\
            """.formatted(phone)).json();
        return Objects.requireNonNull(Decoder.cardholder(holder)).phoneNumber();
    }

    static Stream<String> answers() {
        return Samples.answers().stream();
    }

    @ParameterizedTest
    @MethodSource("answers")
    void survivesEveryMutationOfEveryAnswer(String name) {
        JsonNode sample = Samples.json(name);
        for (List<String> path : pathsOf(sample, List.of())) {
            for (String oddity : ODDITIES) {
                JsonNode mutant = sample.deepCopy();
                put(mutant, path, Objects.requireNonNull(UqpayJson.tree(oddity), oddity));
                DECODERS.forEach(decoder -> decoder.apply(mutant));
            }
            JsonNode without = sample.deepCopy();
            put(without, path, null);
            DECODERS.forEach(decoder -> decoder.apply(without));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "true", "7", "\"text\"", "[]", "[1,[]]", "{}", "{\"data\":{}}", "{\"data\":null}"})
    void survivesAnswersThatAreSomethingElse(String body) {
        JsonNode odd = Objects.requireNonNull(UqpayJson.tree(body));
        DECODERS.forEach(decoder -> decoder.apply(odd));
    }

    @Test
    void neverMakesAnotherAmountOfOne() {
        for (String digits : List.of("12345678901234567890.12", "0.10", "1000.00", "-0.01", "0", "1E+3", "7e-2")) {
            for (String json : List.of(digits, "\"" + digits + "\"", "\" " + digits + " \"")) {
                ObjectNode card = ((ObjectNode) Samples.json("rest.retrieve-card.response.json"));
                card.set("card_limit", UqpayJson.tree(json));
                assertThat(Objects.requireNonNull(CardDecoder.card(card, NOW)).cardLimit())
                        .isEqualTo(new BigDecimal(digits));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"1,000.00\"",
                "\"1.2.3\"",
                "\"0x10\"",
                "\"١٢\"",
                "\"USD\"",
                "\"\"",
                "null",
                "[]",
                "{}",
                "true",
                "1e999999999",
                "\"1e999999\"",
                "\"12 000\""
            })
    void takesWhatIsNoAmountAsUnset(String json) {
        assertThat(WireValues.amount(UqpayJson.tree(json))).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"a\":\"1\"}|{\"a\":\"1\"}",
                "{}|{}",
                "null|",
                "\"\"|",
                "[]|",
                "\"{}\"|{}",
                "\"{\\\"a\\\":{\\\"b\\\":2.50}}\"|{\"a\":{\"b\":2.50}}",
                "{\"\":\"\"}|{}",
                "\"words\"|",
                "\"[1]\"|",
                "7|"
            })
    void readsMetadataInEveryShape(String json, String expected) {
        ObjectNode metadata = WireValues.metadata(UqpayJson.tree(json));
        assertThat(metadata == null ? null : metadata.toString()).isEqualTo(expected);
    }

    @Test
    void findsOurTagInMetadata() {
        UUID operation = UUID.randomUUID();
        ObjectNode card = (ObjectNode) Samples.json("rest.retrieve-card.response.json");
        card.put("metadata", "{\"cardwire_operation_id\":\"" + operation + "\"}");
        assertThat(Objects.requireNonNull(CardDecoder.card(card, NOW)).operationId())
                .contains(operation);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-04-10T18:04:44+08:00,2026-04-10T10:04:44Z",
        "2026-04-10T18:04:44.48+08:00,2026-04-10T10:04:44.480Z",
        "2025-11-13T10:31:00Z,2025-11-13T10:31:00Z",
        "2024-05-09 15:52:23,2024-05-09T07:52:23Z",
        "0001-01-01T00:00:00Z,",
        "2024-05-09,",
        "yesterday,"
    })
    void readsTimesWithAndWithoutZone(String text, Instant expected) {
        assertThat(WireTimes.instant(UqpayJson.object().put("t", text).get("t")))
                .isEqualTo(expected);
    }

    @Test
    void readsBothNamesOfAThing() {
        ObjectNode card = (ObjectNode) Samples.json("rest.retrieve-card.response.json");
        card.set("risk_control", card.remove("risk_controls"));
        card.set("spending_limits", card.remove("spending_controls"));
        UqpayCard read = Objects.requireNonNull(CardDecoder.card(card, NOW));
        assertThat(read.riskControls()).isNotNull();
        assertThat(read.spendingControls()).hasSize(1);
        ObjectNode order = (ObjectNode) Samples.json("rest.retrieve-card-order.response.json");
        order.put("order_type", "CARD_CREATE").put("order_status", "success");
        assertThat(Decoder.order(order))
                .extracting(UqpayOrder::orderType, UqpayOrder::succeeded)
                .containsExactly("CREATE_CARD", true);
    }

    @Test
    void writesABodyThatWasReadWithTheSameBytes() {
        for (String name : List.of("rest.create-card.full.request.json", "rest.update-card.request.json")) {
            byte[] once = UqpayJson.write(UqpayJson.read(Samples.bytes(name)).orElseThrow());
            assertThat(UqpayJson.write(UqpayJson.read(once).orElseThrow())).isEqualTo(once);
        }
        byte[] odd = "{\"a\":1E+3,\"b\":1.10,\"c\":12345678901234567890.12}".getBytes();
        byte[] once = UqpayJson.write(UqpayJson.read(odd).orElseThrow());
        assertThat(new String(once)).isEqualTo("{\"a\":1000,\"b\":1.10,\"c\":12345678901234567890.12}");
        assertThat(UqpayJson.write(UqpayJson.read(once).orElseThrow())).isEqualTo(once);
    }

    private static List<List<String>> pathsOf(JsonNode node, List<String> here) {
        List<List<String>> paths = new ArrayList<>();
        if (node instanceof ObjectNode object) {
            object.properties().forEach(member -> add(paths, member.getValue(), here, member.getKey()));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                add(paths, array.get(i), here, Integer.toString(i));
            }
        }
        return paths;
    }

    private static void add(List<List<String>> paths, JsonNode child, List<String> here, String name) {
        List<String> path = new ArrayList<>(here);
        path.add(name);
        paths.add(path);
        paths.addAll(pathsOf(child, path));
    }

    /** One card that is odd must not take the others of its page away. */
    @Test
    void readsAPageWithACardThatTheParserCannotHold() {
        for (String odd :
                List.of("\"x\":" + "[".repeat(1_200) + "]".repeat(1_200), "\"\\ud800\":1", "\"x\":\"\u00EB\"")) {
            String body = "{\"data\":[{\"card_id\":\"" + ONE + "\"," + odd + "},{\"card_id\":\"" + TWO
                    + "\"}],\"total_pages\":1}";
            Answer answer = Answers.of(200, body.getBytes(StandardCharsets.ISO_8859_1));
            UqpayPage<UqpayCard> page =
                    answer.as(from -> Decoder.page(from, card -> CardDecoder.card(card, Answers.NOON)));
            assertThat(page).isNotNull();
            assertThat(page.items())
                    .extracting(card -> card.cardId().toString())
                    .containsExactly(ONE, TWO);
        }
    }

    private static void put(JsonNode root, List<String> path, JsonNode value) {
        JsonNode parent = root;
        for (String step : path.subList(0, path.size() - 1)) {
            parent = parent.isArray() ? parent.get(Integer.parseInt(step)) : parent.get(step);
        }
        String last = path.get(path.size() - 1);
        if (parent instanceof ArrayNode array) {
            int index = Integer.parseInt(last);
            if (value == null) {
                array.remove(index);
            } else {
                array.set(index, value);
            }
        } else if (parent instanceof ObjectNode object) {
            if (value == null) {
                object.remove(last);
            } else {
                object.set(last, value);
            }
        }
    }
}
