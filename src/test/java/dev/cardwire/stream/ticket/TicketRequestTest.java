// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.ticket;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cardwire.problem.FieldError;
import dev.cardwire.problem.ProblemCode;
import dev.cardwire.problem.ProblemException;
import dev.cardwire.stream.fanout.Streams;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TicketRequestTest {

    @Test
    void readsScopeAndLife() {
        TicketRequest request = of("{\"card_ids\":[\"%s\"],\"ttl_seconds\":60}".formatted(Streams.CARD));

        assertThat(request.scope()).isEqualTo(Streams.cards(Streams.CARD));
        assertThat(request.life()).isEqualTo(Duration.ofMinutes(1));
        assertThat(of("{\"everything\":true}").life()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void namesEveryBrokenRuleAtOnce() {
        assertThat(fields("{\"card_ids\":[\"x\"],\"cardholder_ids\":[],\"ttl_seconds\":86401,\"card_id\":1}"))
                .containsExactlyInAnyOrder("card_ids[0]", "cardholder_ids", "ttl_seconds", "card_id");
        assertThat(fields("{}")).containsExactly("card_ids");
        assertThat(fields("{\"everything\":false}")).containsExactly("everything");
        assertThat(fields("{\"everything\":true,\"ttl_seconds\":60.5}")).containsExactly("ttl_seconds");
        assertThat(fields("{\"everything\":true,\"card_ids\":[\"%s\"]}".formatted(Streams.CARD)))
                .containsExactly("everything");
    }

    @Test
    void callsWrongKindsAndBrokenJsonMalformed() {
        for (String body : List.of(
                "",
                "null",
                "[]",
                "\"x\"",
                "{\"card_ids\":\"x\"}",
                "{\"card_ids\":[1]}",
                "{\"everything\":1}",
                "{\"everything\":true,\"ttl_seconds\":\"60\"}",
                "{\"everything\":true}{}",
                "{\"everything\":true,\"everything\":true}")) {
            assertThat(failure(body).code()).as(body).isEqualTo(ProblemCode.MALFORMED_REQUEST);
        }
        for (Charset wide : List.of(UTF_16, UTF_16BE, UTF_16LE, Charset.forName("UTF-32"))) {
            byte[] body = "{\"everything\":true}".getBytes(wide);
            assertThat(catchThrowableOfType(ProblemException.class, () -> TicketRequest.of(body))
                            .code())
                    .as(wide.name())
                    .isEqualTo(ProblemCode.MALFORMED_REQUEST);
        }
    }

    private static List<String> fields(String body) {
        ProblemException failure = failure(body);
        assertThat(failure.code()).isEqualTo(ProblemCode.VALIDATION_FAILED);
        return failure.problem().errors().stream().map(FieldError::field).toList();
    }

    private static ProblemException failure(String body) {
        return catchThrowableOfType(ProblemException.class, () -> of(body));
    }

    private static TicketRequest of(String body) {
        return TicketRequest.of(body.getBytes(StandardCharsets.UTF_8));
    }
}
