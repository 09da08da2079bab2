// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.masking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.testsupport.LogLines;
import dev.cardwire.testsupport.SettableClock;
import java.io.IOException;
import java.net.ConnectException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutageLogTest {

    private static final String CATEGORY = OutageLogTest.class.getName();

    private final LogLines lines = LogLines.of(CATEGORY);
    private final SettableClock clock = new SettableClock(Instant.parse("2026-12-01T00:00:00Z"));
    private final OutageLog outages = OutageLog.of(Logger.getLogger(CATEGORY), "calls to UQPAY", clock);

    @AfterEach
    void forget() {
        lines.close();
    }

    @Test
    void anOutageIsALineAtItsBeginningAndOneAtItsEnd() {
        outages.answered();
        outages.failed(new IllegalStateException("outside", new ConnectException("Connection refused")));
        outages.failed(new IOException("another"));
        clock.pass(Duration.ofSeconds(299));
        outages.failed(new IOException("another"));
        outages.answered();
        outages.answered();
        assertThat(lines.all())
                .containsExactly(
                        "WARN calls to UQPAY fail: ConnectException: Connection refused",
                        "INFO calls to UQPAY succeed again, after 299 s");
    }

    @Test
    void aLongOutageIsReportedNowAndThen() {
        for (int i = 0; i < 660; i++) {
            outages.failed(new ConnectException("Connection refused"));
            clock.pass(Duration.ofSeconds(1));
        }
        assertThat(lines.all())
                .containsExactly(
                        "WARN calls to UQPAY fail: ConnectException: Connection refused",
                        "WARN calls to UQPAY still fail after 300 s: ConnectException: Connection refused",
                        "WARN calls to UQPAY still fail after 600 s: ConnectException: Connection refused");
    }

    @Test
    void refusalsOfPostgresqlAreTheirStateAlone() {
        outages.failed(new IllegalStateException(
                "outside", new SQLException("Key (name)=(Alice) is not allowed", "28P01", new IOException("inside"))));
        assertThat(lines.all()).containsExactly("WARN calls to UQPAY fail: SQLSTATE 28P01");
    }

    @Test
    void someCallsThatAreLateAreNoOutage() {
        OutageLog quick =
                OutageLog.ofLasting(Duration.ofSeconds(2), Logger.getLogger(CATEGORY), "calls to Redis", clock);
        for (int i = 0; i < 3; i++) {
            quick.failed(new IOException("late"));
            clock.pass(Duration.ofMillis(1_500));
            quick.failed(new IOException("late"));
            quick.answered();
        }
        assertThat(lines.all()).isEmpty();
        quick.failed(new IOException("gone"));
        clock.pass(Duration.ofSeconds(2));
        quick.failed(new IOException("gone"));
        clock.pass(Duration.ofSeconds(2));
        quick.answered();
        assertThat(lines.all())
                .containsExactly(
                        "WARN calls to Redis fail: IOException: gone", "INFO calls to Redis succeed again, after 4 s");
    }

    @Test
    void consequencesAreNoWarnings() {
        OutageLog passes = OutageLog.ofConsequence(Logger.getLogger(CATEGORY), "passes", clock);
        passes.failed(new IOException("reset"));
        clock.pass(Duration.ofMinutes(6));
        passes.failed(new IOException("reset"));
        passes.answered();
        assertThat(lines.all()).hasSize(3).allMatch(line -> line.startsWith("INFO passes "));
    }

    @Test
    void callsThatFailNowAndThenAreReportedOnceInAMinute() {
        for (int i = 0; i < 60; i++) {
            outages.failed(new IOException("reset"));
            outages.answered();
            clock.pass(Duration.ofSeconds(2));
        }
        assertThat(lines.grep("WARN ")).hasSize(2);
        assertThat(lines.grep("INFO ")).hasSize(2);
    }

    @Test
    void causesAreMaskedAndStayOnOneShortLine() {
        outages.failed(new IOException("GET /?token=hush of 4111111111111111\r\nX: y" + "z".repeat(1_000)));
        assertThat(lines.all())
                .singleElement()
                .asString()
                .hasSizeLessThan(260)
                .doesNotContain("hush", "4111", "\n", "\r");
    }

    @Test
    void aCauseWithoutWordsIsItsType() {
        outages.failed(new ClosedException());
        assertThat(lines.all()).containsExactly("WARN calls to UQPAY fail: ClosedException");
    }

    private static final class ClosedException extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }
}
