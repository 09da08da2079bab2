// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing;

import static dev.cardwire.testsupport.Api.SHARE;
import static dev.cardwire.testsupport.Api.activeCard;
import static dev.cardwire.testsupport.Api.caller;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;

import dev.cardwire.testsupport.LocalServers;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(LocalServers.class)
class ResolveIntegrationTest {

    @Inject
    AgroalDataSource store;

    @Test
    void joinsACardToAnIssuingThatLostIt() throws Exception {
        String card = activeCard(SHARE, "4");
        String lost = unresolved("ISSUE_CARD", null);
        // the card belongs to the operation that issued it
        resolve(lost, "{\"card_id\": \"" + card + "\"}")
                .then()
                .statusCode(422)
                .body("errors.field", hasItem("card_id"));
        resolve(lost, "{\"card_id\": \"" + UUID.randomUUID() + "\"}")
                .then()
                .statusCode(422)
                .body("errors.field", hasItem("card_id"));
        forget(card);
        resolve(lost, "{\"card_id\": \"" + card + "\"}")
                .then()
                .statusCode(200)
                .body("state", equalTo("ACCEPTED"))
                .body("card_id", equalTo(card))
                .body("resolution.by", equalTo("local"))
                .body("resolution.at", notNullValue());
        resolve(lost, "{\"card_id\": \"" + card + "\"}")
                .then()
                .statusCode(409)
                .header("Retry-After", notNullValue())
                .body("code", equalTo("operation_not_unresolved"));
        caller().get("/v1/cards/" + card + "/timeline")
                .then()
                .statusCode(200)
                .body("data[0].kind", equalTo("operation"))
                .body("data[0].cause", equalTo("operator"))
                .body("data[0].resolution.by", equalTo("local"));
    }

    @Test
    void settlesAChangeEitherWay() throws Exception {
        String card = activeCard(SHARE, "4");
        String accepted = unresolved("UPDATE_CARD", card);
        resolve(accepted, "{\"card_id\": \"" + card + "\"}").then().statusCode(422);
        resolve(accepted, "{\"state\": \"ACCEPTED\", \"card_order_id\": \"order-1\"}")
                .then()
                .statusCode(200)
                .body("state", equalTo("ACCEPTED"))
                .body("card_order_id", equalTo("order-1"));
        String refused = unresolved("UPDATE_CARD", card);
        resolve(refused, "{\"state\": \"REFUSED\"}").then().statusCode(422).body("errors.field", hasItem("reason"));
        resolve(refused, "{\"state\": \"REFUSED\", \"reason\": \"not in their books\"}")
                .then()
                .statusCode(200)
                .body("state", equalTo("REFUSED"))
                .body("resolution.reason", equalTo("not in their books"));
        resolve(UUID.randomUUID().toString(), "{\"state\": \"REFUSED\", \"reason\": \"x\"}")
                .then()
                .statusCode(404);
    }

    private static Response resolve(String operation, String body) {
        return caller().body(body).post("/v1/operations/" + operation + "/resolve");
    }

    private String unresolved(String kind, @Nullable String card) throws SQLException {
        String id = UUID.randomUUID().toString();
        run("""
                insert into operation (operation_id, kind, state, caller, target, fingerprint, upstream_key, card_id,
                    deadline, created_at)
                values (cast(? as uuid), ?, 'UNRESOLVED', 'local', 'POST /v1/cards', '\\x00', gen_random_uuid(),
                    cast(? as uuid), now(), now())""", id, kind, card);
        return id;
    }

    /** As if the card had been issued by nobody here; UQPAY's copy keeps the tag, which is not looked at then. */
    private void forget(String card) throws SQLException {
        run("update operation set card_id = null where card_id = cast(? as uuid)", card);
    }

    private void run(String sql, @Nullable String... values) throws SQLException {
        try (Connection connection = store.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }
}
