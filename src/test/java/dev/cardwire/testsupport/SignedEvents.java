// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.testsupport;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Deliveries signed as UQPAY signs them, by code that is not the gateway's and not the local UQPAY's. */
public final class SignedEvents {

    /** The local UQPAY's well-known secret, which the executable refuses. */
    public static final String SECRET = Program.isExecutable() ? ProductionBuild.WEBHOOK_SECRET : "sim-webhook-secret";

    private SignedEvents() {}

    /** A {@code card.status.update.succeeded} as its body stands on the wire. */
    public static String status(String eventId, String cardId, String status, String updateTime) {
        return """
                {"version":"V1.6.0","event_name":"ISSUING","event_type":"card.status.update.succeeded",\
                "event_id":"%s","source_id":"3f3d036e-732c-4f9e-a4b7-3019c0adf749",\
                "data":{"card_id":"%s","card_number":"40963608****1764","card_status":"%s","update_time":"%s"}}""".formatted(eventId, cardId, status, updateTime);
    }

    /** A {@code card.create.succeeded}: the card is known from then on, active, and of that cardholder. */
    public static String created(String eventId, String cardId, String holderId) {
        return """
                {"version":"V1.6.0","event_name":"ISSUING","event_type":"card.create.succeeded",\
                "event_id":"%s","source_id":"%s",\
                "data":{"card_id":"%s","card_status":"ACTIVE","cardholder":{"cardholder_id":"%s"}}}""".formatted(eventId, eventId, cardId, holderId);
    }

    /** The same without a cardholder. */
    public static String created(String eventId, String cardId) {
        return """
                {"version":"V1.6.0","event_name":"ISSUING","event_type":"card.create.succeeded",\
                "event_id":"%s","source_id":"%s",\
                "data":{"card_id":"%s","card_number":"40963608****1764","card_status":"ACTIVE"}}""".formatted(eventId, UUID.randomUUID(), cardId);
    }

    /** The request that delivers a body to a gateway, signed now. */
    public static HttpRequest delivery(String gateway, String body) {
        String timestamp = Long.toString(System.currentTimeMillis());
        return HttpRequest.newBuilder(URI.create(gateway + "/webhooks/uqpay"))
                .header("Content-Type", "application/json")
                .header("x-wk-timestamp", timestamp)
                .header("x-wk-signature", sign(body.getBytes(StandardCharsets.UTF_8), timestamp))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    /** The signature of a body with the local UQPAY's secret. */
    public static String sign(byte[] body, String timestamp) {
        return sign(SECRET, body, timestamp);
    }

    public static String sign(String secret, byte[] body, String timestamp) {
        try {
            Mac mac = Mac.getInstance("HmacSHA512");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA512"));
            mac.update(body);
            return HexFormat.of().formatHex(mac.doFinal(timestamp.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
