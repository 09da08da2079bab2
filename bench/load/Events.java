// SPDX-License-Identifier: Apache-2.0
package load;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Deliveries as UQPAY makes and signs them, as the bytes of whole requests. */
final class Events {

    private static final SecretKeySpec SECRET =
            new SecretKeySpec(Target.SECRET.getBytes(StandardCharsets.US_ASCII), "HmacSHA512");

    private Events() {}

    /** The card of that number; the same in every run, so that a second run goes on with the first one's cards. */
    static UUID card(int number) {
        return new UUID(0x0cad_0000_0000_4000L, 0x8000_0000_0000_0000L | number);
    }

    static UUID holder(int number) {
        return new UUID(0x0b0d_0000_0000_4000L, 0x8000_0000_0000_0000L | number);
    }

    static byte[] created(UUID card, UUID holder) {
        return delivery("""
                {"version":"V1.6.0","event_name":"ISSUING","event_type":"card.create.succeeded","event_id":"%s",\
                "source_id":"%s","data":{"card_id":"%s","card_status":"ACTIVE","card_bin":"40963608",\
                "card_number":"40963608****1764","card_scheme":"VISA","form_factor":"VIR","mode_type":"SHARE",\
                "cardholder":{"cardholder_id":"%s"}}}""".formatted(UUID.randomUUID(), UUID.randomUUID(), card, holder));
    }

    /** @param stamp becomes the first half of the event's id, by which a stream's reader knows when this was sent */
    static byte[] status(UUID card, String status, long stamp) {
        return delivery("""
                {"version":"V1.6.0","event_name":"ISSUING","event_type":"card.status.update.succeeded",\
                "event_id":"%s","source_id":"3f3d036e-732c-4f9e-a4b7-3019c0adf749",\
                "data":{"card_id":"%s","card_number":"40963608****1764","card_status":"%s","update_time":"%s"}}""".formatted(
                        new UUID(stamp, UUID.randomUUID().getLeastSignificantBits()), card, status, Instant.now()));
    }

    /** Any body, signed. */
    static byte[] delivery(String body) {
        String now = Long.toString(System.currentTimeMillis());
        return ("POST /webhooks/uqpay HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "x-wk-timestamp: " + now + "\r\nx-wk-signature: " + sign(body + now) + "\r\n"
                        + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String sign(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA512");
            mac.init(SECRET);
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException cannotBe) {
            throw new IllegalStateException(cannotBe);
        }
    }
}
