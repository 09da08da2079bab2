// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.masking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.testsupport.SettableClock;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.jboss.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutageLogTest {

    private static final String CATEGORY = OutageLogTest.class.getName();

    private final List<String> lines = new ArrayList<>();
    private final java.util.logging.Logger written = java.util.logging.Logger.getLogger(CATEGORY);
    private final Handler kept = new Handler() {
        @Override
        public void publish(LogRecord line) {
            String text = line instanceof ExtLogRecord formatted ? formatted.getFormattedMessage() : line.getMessage();
            lines.add(line.getLevel() + " " + text);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private final SettableClock clock = new SettableClock(Instant.parse("2026-12-01T00:00:00Z"));
    private final OutageLog outages = new OutageLog(Logger.getLogger(CATEGORY), "calls to UQPAY", clock);

    @BeforeEach
    void keep() {
        written.addHandler(kept);
    }

    @AfterEach
    void forget() {
        written.removeHandler(kept);
    }

    @Test
    void anOutageIsALineAtItsBeginningAndOneAtItsEnd() {
        outages.answered();
        outages.failed(new IllegalStateException("outside", new ConnectException("Connection refused")));
        outages.failed(new IOException("another"));
        clock.pass(Duration.ofMinutes(5));
        outages.failed(new IOException("another"));
        outages.answered();
        outages.answered();
        assertThat(lines)
                .containsExactly(
                        "WARN calls to UQPAY fail: ConnectException: Connection refused",
                        "INFO calls to UQPAY are answered again, after 300 s");
    }

    @Test
    void callsThatFailNowAndThenAreReportedOnceInAMinute() {
        for (int i = 0; i < 60; i++) {
            outages.failed(new IOException("reset"));
            outages.answered();
            clock.pass(Duration.ofSeconds(2));
        }
        assertThat(lines.stream().filter(line -> line.startsWith("WARN"))).hasSize(2);
        assertThat(lines.stream().filter(line -> line.startsWith("INFO"))).hasSize(2);
    }

    @Test
    void causesAreMaskedAndStayOnOneShortLine() {
        outages.failed(new IOException("GET /?token=hush of 4111111111111111\r\nX: y" + "z".repeat(1_000)));
        assertThat(lines).singleElement().asString().hasSizeLessThan(260).doesNotContain("hush", "4111", "\n", "\r");
    }

    @Test
    void aCauseWithoutWordsIsItsType() {
        outages.failed(new ClosedException());
        assertThat(lines).containsExactly("WARN calls to UQPAY fail: ClosedException");
    }

    private static final class ClosedException extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }
}
