package dev.cardwire.issuing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.testsupport.LocalServers;
import dev.cardwire.uqpay.UqpayJson;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whatever was sent once can be sent again, also what a caller could not send any more. */
@QuarkusTest
@QuarkusTestResource(LocalServers.class)
class RecoveryIntegrationTest {

    @Inject
    Claims claims;

    @Inject
    Operations operations;

    @Inject
    AgroalDataSource store;

    @Test
    void repeatsARequestWithANumberThatIsLongWhenItIsWrittenOut() throws Exception {
        UUID id = claimed();
        ObjectNode body = UqpayJson.object()
                .put("cardholder_id", Gateway.HOLDER)
                .put("card_product_id", Gateway.SHARE)
                .put("card_currency", "USD")
                .put("card_limit", BigDecimal.TEN);
        body.putObject("metadata").put("cardwire_operation_id", id.toString()).put("n", new BigDecimal("1e200"));
        assertThat(operations.send(id, body).await().indefinitely()).isTrue();
        abandon(id);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> "ACCEPTED".equals(Gateway.operation(id.toString()).getString("state")));
        assertThat(Gateway.operation(id.toString()).getString("card_id")).isNotNull();
    }

    private UUID claimed() {
        Intent intent = new Intent(
                OperationKind.ISSUE_CARD,
                "tester",
                UUID.randomUUID().toString(),
                "POST /v1/cards",
                UqpayJson.object(),
                null);
        return ((Claim.Won) claims.claim(intent).await().indefinitely()).operationId();
    }

    /** As if its first sender had died before the first byte left. */
    private void abandon(UUID id) throws Exception {
        try (Connection connection = store.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("update operation set deadline = now() where operation_id = ?")) {
            statement.setObject(1, id);
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }
}
