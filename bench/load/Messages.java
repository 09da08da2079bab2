// SPDX-License-Identifier: Apache-2.0
package load;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** What a server that only hands messages on is given: as long as a change of ours is on a stream. */
final class Messages {

    private Messages() {}

    static byte[] plain(Target target, long stamp) {
        String body = """
                {"card_id":"%s","card_order_id":"%1$s","card_status":"FROZEN","previous_status":"ACTIVE","version":17,\
                "cause":"webhook","event_id":"%s","cardholder_id":"%1$s","occurred_at":"2026-01-01T12:00:00.123456Z"}""".formatted(Events.card(1), new UUID(stamp, 1));
        return ("POST " + target.path()
                        + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }
}
