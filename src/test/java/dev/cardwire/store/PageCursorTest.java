// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageCursorTest {

    @Test
    void comesBackAsItWas() {
        PageCursor cursor = new PageCursor(Instant.parse("2026-11-23T10:00:00.123456Z"), UUID.randomUUID());
        assertThat(PageCursor.parse(cursor.text())).contains(cursor);
    }

    @ParameterizedTest
    @CsvSource({
        "9223372036854775807, 2147483647",
        "9223372036854775807, 0",
        "-9223372036854775808, -1",
        "0, 0",
        "-1, 0",
        "31556889864403200, 0"
    })
    void timeThatIsNoneOfOursIsNoCursor(long seconds, int nanos) {
        byte[] forged = ByteBuffer.allocate(28)
                .putLong(seconds)
                .putInt(nanos)
                .putLong(1)
                .putLong(1)
                .array();
        assertThat(PageCursor.parse(Base64.getUrlEncoder().withoutPadding().encodeToString(forged)))
                .isEmpty();
    }
}
