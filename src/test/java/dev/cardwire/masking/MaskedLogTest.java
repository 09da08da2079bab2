// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.masking;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskedLogTest {

    private static final String NUMBER = "4111111111111111";

    private final MaskedLog filter = new MaskedLog();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "card 4111111111111111 was refused",
                "card 4111 1111 1111 1111 was refused",
                "card 4111.1111.1111.1111 was refused",
                "card 4111 1111  1111\u00a01111 was refused",
                "card 4111-1111-1111-1111 12-30 was refused",
                "track 41111111111111112512101",
                "amex 378282246310005.",
                "Authorization: Bearer cardwire-dev-key",
                "GET /v1/stream?card_id=1&ticket=AQAFbG9jYWw HTTP/1.1",
                "grant_type=x&client_secret=hush&a=b",
                "{\"auth_token\": \"abc.def\"}",
                "{\"otp\":\"123456\"}",
                "x-auth-token: 6f9c",
                "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJodHRwIn0.c2lnbmF0dXJl",
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "AQAFbG9jYWwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void masksWhatLooksLikeASecret(String text) {
        assertThat(MaskedText.of(text))
                .contains("[masked]")
                .doesNotContainPattern("4111|3782|cardwire-dev|AQAF|hush|abc|123456|6f9c|eyJ|MfKQ");
    }

    /** Each of these took a time that grows with the square of its length, or a stack that grows with it. */
    @ParameterizedTest
    @ValueSource(
            strings = {"a-", "-eyJabcdefgh", "1", "4 ", "0 ", "4. -", "eyJabcdefgh.", "\"ticket", "bearer ", "AQ-"})
    void endsWhateverStrangersWrite(String part) {
        String text = "GET /" + part.repeat(300_000) + "?ticket=hush";
        assertThat(MaskedText.of(text)).endsWith("[masked]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event 25ea804d-7fd5-43d5-8792-0fc0214cdb2f came again",
                "card 41111111-1111-1111-1111-111111111111 is known",
                "sent at 1795388400123, 41111111 bytes",
                "order 4111111111111112 is no card number",
                "version 2026.11.23, 20261123.101112 from 192.168.100.200",
                "no token: the renewal takes too long",
                "renewed UQPAY's token: generation 5, until 2026-11-22T23:00:00Z",
                "streams follow log 1b2c3d4e from position 42",
                "digest 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
            })
    void leavesWhatIsWorthReading(String text) {
        assertThat(MaskedText.of(text)).isEqualTo(text);
    }

    @Test
    void masksParametersAndContextOfALine() {
        ExtLogRecord line =
                new ExtLogRecord(Level.INFO, "card %s", ExtLogRecord.FormatStyle.PRINTF, MaskedLogTest.class.getName());
        line.setParameters(new Object[] {NUMBER});
        line.setMdc(Map.of("request_id", NUMBER, "card_id", "7"));
        assertThat(filter.isLoggable(line)).isTrue();
        assertThat(line.getFormattedMessage()).isEqualTo("card [masked]");
        assertThat(line.getParameters()).isNull();
        assertThat(line.getMdcCopy()).containsEntry("request_id", "[masked]").containsEntry("card_id", "7");
    }

    @Test
    void masksLinesOfOtherLoggers() {
        LogRecord line = new LogRecord(Level.INFO, "card {0}");
        line.setParameters(new Object[] {NUMBER});
        filter.isLoggable(line);
        assertThat(line.getMessage()).isEqualTo("card [masked]");
    }

    @Test
    void masksTheWordsOfFailuresAndOfTheirCauses() {
        Throwable cause = new IllegalArgumentException("value " + NUMBER);
        LogRecord line = new LogRecord(Level.INFO, "it failed");
        line.setThrown(new IllegalStateException("Bearer cardwire-dev-key", cause));
        filter.isLoggable(line);
        StringWriter printed = new StringWriter();
        line.getThrown().printStackTrace(new PrintWriter(printed, true));
        assertThat(printed.toString())
                .contains("java.lang.IllegalStateException: Bearer [masked]")
                .contains("Caused by: java.lang.IllegalArgumentException: value [masked]")
                .contains("at " + MaskedLogTest.class.getName())
                .doesNotContain(NUMBER)
                .doesNotContain("cardwire-dev-key");
    }

    @Test
    void leavesFailuresThatHideNothing() {
        LogRecord line = new LogRecord(Level.INFO, "it failed");
        Throwable failure = new IllegalStateException("closed");
        line.setThrown(failure);
        filter.isLoggable(line);
        assertThat(line.getThrown()).isSameAs(failure);
    }
}
