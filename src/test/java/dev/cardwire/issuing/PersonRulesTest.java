// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.problem.FieldError;
import dev.cardwire.problem.request.FieldReader;
import dev.cardwire.problem.request.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersonRulesTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);

    @ParameterizedTest
    @CsvSource({
        "2008-11-22, true",
        "2008-11-23, false",
        "1946-11-23, true",
        "1946-11-22, false",
        "22.11.1990, false",
        "1990-02-30, false"
    })
    void countsAgeToTheDay(String born, boolean allowed) {
        assertThat(broken("\"date_of_birth\": \"" + born + "\"").isEmpty()).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({"Ann-Marie, true", "José, true", "O'Neil, true", "R2, false", "-, false"})
    void takesNamesOfLetters(String name, boolean allowed) {
        assertThat(broken("\"first_name\": \"" + name + "\"").isEmpty()).isEqualTo(allowed);
    }

    @Test
    void takesLongIdentityNumbersButNoCardNumberInAnAddress() {
        assertThat(
                        broken(
                                "\"identity\": {\"type\": \"PASSPORT\", \"number\": \"4111111111111111\", \"front_file\": \"AAAA\"}"))
                .isEmpty();
        assertThat(
                        broken(
                                "\"residential_address\": {\"country\": \"SG\", \"city\": \"S\", \"line1\": \"4111 1111 1111 1111\"}"))
                .extracting(FieldError::field)
                .containsExactly("residential_address.line1");
    }

    @Test
    void sendsWhatCameWithoutNulls() {
        CardholderRequest request = read("\"gender\": null, \"identity\": null");
        assertThat(request.body().has("gender")).isFalse();
        assertThat(request.body().path("last_name").asText()).isEqualTo("Quill");
        assertThat(request).hasToString("CardholderRequest");
    }

    /** UQPAY takes a loose accent for no letter, for good. */
    @Test
    void sendsNamesComposed() {
        CardholderRequest request = read("\"first_name\": \"Zoe\u0308\"");
        assertThat(request.fields().errors()).isEmpty();
        assertThat(request.body().path("first_name").asText()).isEqualTo("Zo\u00eb");
    }

    @Test
    void takesNoTextThatLooksLikeAnother() {
        String address = "\"residential_address\": {\"country\": \"SG\", \"city\": \"S\", \"line1\": \"%s\"}";
        for (String odd : List.of("a\\u0000b", "a\u202eb", "\u200b\u200b")) {
            assertThat(broken(address.formatted(odd)))
                    .extracting(FieldError::field)
                    .containsExactly("residential_address.line1");
        }
    }

    @ParameterizedTest
    @CsvSource({"DRIVER_LICENSE, true", "PASSPORT, true", "ID_CARD, false", "LIBRARY_CARD, false"})
    void takesUqpaysKindsOfIdentity(String type, boolean allowed) {
        String identity =
                "\"identity\": {\"type\": \"" + type + "\", \"number\": \"D1234567\", \"front_file\": \"AAAA\"}";
        assertThat(broken(identity).isEmpty()).isEqualTo(allowed);
    }

    @Test
    void changesAnythingButTheNames() {
        assertThat(change("\"nationality\": \"SG\"").fields().errors()).isEmpty();
        assertThat(change("\"last_name\": \"Quill\", \"phone_number\": \"x\", \"nick\": 1")
                        .fields()
                        .errors())
                .extracting(FieldError::field)
                .containsExactly("last_name", "phone_number", "nick");
        assertThat(change("\"gender\": null").fields().errors()).hasSize(1);
    }

    @Test
    void namesWhatIsWrongWithASupplementByItsPath() {
        FieldReader card = new FieldReader(
                object(
                        "\"more\": {\"nationality\": \"Singapore\", \"identity\": {\"type\": \"PASSPORT\"}, \"delivery_address\": {}}"));
        CardholderRequest.supplement(card, "more", TODAY);
        assertThat(card.errors())
                .extracting(FieldError::field)
                .containsExactly(
                        "more.nationality",
                        "more.identity.number",
                        "more.identity.front_file",
                        "more.delivery_address");
        FieldReader empty = new FieldReader(object("\"more\": {\"gender\": null}"));
        assertThat(CardholderRequest.supplement(empty, "more", TODAY)).isNull();
    }

    private static CardholderRequest change(String fields) {
        return CardholderRequest.change(object(fields), TODAY);
    }

    private static ObjectNode object(String fields) {
        return StrictJson.object(("{" + fields + "}").getBytes(StandardCharsets.UTF_8));
    }

    private static List<FieldError> broken(String extra) {
        return read(extra).fields().errors();
    }

    private static CardholderRequest read(String extra) {
        String first = extra.contains("first_name") ? "" : "\"first_name\": \"Ann\", ";
        String json = "{\"email\": \"a@b.example\", " + first
                + "\"last_name\": \"Quill\", \"country_code\": \"SG\", \"phone_number\": \"91234567\", " + extra + "}";
        ObjectNode object = StrictJson.object(json.getBytes(StandardCharsets.UTF_8));
        return CardholderRequest.read(object, TODAY);
    }
}
