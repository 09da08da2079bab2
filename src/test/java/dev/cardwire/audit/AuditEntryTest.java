// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.testsupport.LogLines;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AuditEntryTest {

    private static final UUID CARD = UUID.fromString("0a1b2c3d-0000-4000-8000-000000000001");
    private static final UUID EVENT = UUID.fromString("0a1b2c3d-0000-4000-8000-000000000002");

    private static AuditEntry by(String caller) {
        return new AuditEntry(
                AuditAction.RECHARGE,
                AuditOutcome.REFUSED,
                "r-1",
                caller,
                null,
                CARD,
                null,
                null,
                422,
                400,
                "upstream_refused",
                null,
                12);
    }

    @Test
    void isPairsInAFixedOrderWithoutWhatIsNotKnown() {
        assertThat(by("billing").line())
                .isEqualTo("action=recharge outcome=refused request_id=r-1 caller=billing card_id=" + CARD
                        + " status=422 uqpay_status=400 problem=upstream_refused ms=12");
    }

    /** The name of a token's caller is written by whoever runs the issuer. */
    @Test
    void aCallersNameEndsNeitherThePairNorTheLine() {
        assertThat(by("https://id.example.org/#app").line()).contains(" caller=https://id.example.org/#app card_id=");
        assertThat(by("a b\" outcome=done\r\n\u2028x\\").line())
                .contains(" caller=\"a b\\\" outcome=done???x\\\\\" card_id=")
                .doesNotContain("\n");
        assertThat(by("x".repeat(10_000)).line()).hasSizeLessThan(400);
    }

    @Test
    void usualEventsAreInACategoryOfTheirOwn() {
        try (LogLines all = LogLines.of("dev.cardwire.audit");
                LogLines events = LogLines.of("dev.cardwire.audit.events")) {
            AuditLog.write(AuditEntry.ofEvent(AuditOutcome.APPLIED, "r", EVENT, CARD, null, 3));
            AuditLog.write(AuditEntry.ofEvent(AuditOutcome.CONFLICT, "r", EVENT, CARD, null, 3));
            assertThat(events.grep(EVENT.toString())).singleElement().asString().contains("outcome=applied");
            assertThat(all.grep(EVENT.toString())).hasSize(2);
        }
    }
}
