// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.cardholder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.local.simulator.wire.Answer;
import dev.cardwire.local.simulator.wire.Call;
import dev.cardwire.local.simulator.wire.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Where a cardholder goes who is to prove who they are (uqpay/api.md 10.2): a page with one button. */
public final class VerificationPage {
    private static final Duration LASTS = Duration.ofDays(7);
    private static final String PAGE = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>Verification (simulated)</title>
            <link rel="stylesheet" href="../simulator.css"></head>
            <body><main><h1>Verification (simulated)</h1><p>%s</p>%s</main></body></html>
            """;
    private static final String BUTTON = "<form method=\"post\"><button>Complete the verification</button></form>";

    private final Cardholders cardholders;

    public VerificationPage(Cardholders cardholders) {
        this.cardholders = cardholders;
    }

    /** Adds the address to an answer. */
    public static ObjectNode redirect(ObjectNode answer, Call call, SimulatedCardholder holder, Instant now) {
        String host = call.header("host").orElse("localhost");
        return answer.put("idv_verification_url", "http://" + host + "/simulator/idv/" + holder.id())
                .put("idv_url_expires_at", Times.seconds(now.plus(LASTS)));
    }

    public Answer show(Call call) {
        boolean open = cardholders
                .find(call.param("id"))
                .filter(holder -> holder.is("INCOMPLETE"))
                .isPresent();
        return open
                ? page(200, "No document is asked for. What comes of it is set with the knob kyc_outcome.", BUTTON)
                : page(404, "There is nothing to verify under this address.", "");
    }

    /** The review begins, and its event follows. */
    public Answer complete(Call call) {
        return cardholders.completeVerification(call.param("id"))
                ? page(200, "The verification is complete. The review has begun.", "")
                : page(404, "There is nothing to verify under this address.", "");
    }

    private static Answer page(int status, String words, String button) {
        return Answer.of(status, "text/html; charset=utf-8", String.format(PAGE, words, button))
                .withHeaders(Map.of(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'",
                        "Cache-Control",
                        "no-store"));
    }
}
