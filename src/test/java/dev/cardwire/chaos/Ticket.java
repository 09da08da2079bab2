// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.chaos;

import dev.cardwire.chaos.verdict.Evidence;
import dev.cardwire.testsupport.Api;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;

/** A ticket as a back end gets it for a page, until it takes it back. */
final class Ticket {

    private final String gateway;
    private final String id;
    private final String text;
    private volatile long revoking = Long.MAX_VALUE;
    private volatile long revoked = Long.MAX_VALUE;

    private Ticket(String gateway, String id, String text) {
        this.gateway = gateway;
        this.id = id;
        this.text = text;
    }

    /** Fails when no gateway answers. */
    static Ticket of(String gateway, Evidence.Scope scope) {
        Map<String, Object> asked = scope.cardId() != null
                ? Map.of("card_ids", List.of(scope.cardId()))
                : scope.cardholderId() != null
                        ? Map.of("cardholder_ids", List.of(scope.cardholderId()))
                        : Map.of("everything", true);
        JsonPath answer = Api.caller()
                .body(asked)
                .post(gateway + "/v1/stream-tickets")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        return new Ticket(gateway, answer.getString("ticket_id"), answer.getString("ticket"));
    }

    String text() {
        return text;
    }

    long revoking() {
        return revoking;
    }

    long revoked() {
        return revoked;
    }

    boolean isRevoking() {
        return revoking != Long.MAX_VALUE;
    }

    /** One try; whether it was answered. */
    boolean revoke() {
        if (!isRevoking()) {
            revoking = System.currentTimeMillis();
        }
        Response answer = Api.caller().delete(gateway + "/v1/stream-tickets/" + id);
        if (answer.statusCode() == 204 && revoked == Long.MAX_VALUE) {
            revoked = System.currentTimeMillis();
        }
        return answer.statusCode() == 204;
    }
}
