// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.testsupport.LocalServers;
import dev.cardwire.uqpay.UqpayJson;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Who may still judge an operation, step by step. */
@QuarkusTest
@QuarkusTestResource(LocalServers.class)
class OperationsIntegrationTest {

    private static final ObjectNode BODY = UqpayJson.object().put("card_limit", 1);

    private static final String PROBLEM = """
            {"type": "/problems/upstream_unauthorized", "title": "UQPAY does not accept the credentials", "status": 503,
             "detail": "A test's.", "code": "upstream_unauthorized", "retryable": true}""";

    @Inject
    Claims claims;

    @Inject
    Operations operations;

    @Inject
    AgroalDataSource store;

    @Test
    void freesTheKeyOfASendThatWasNotConfirmed() {
        Intent intent = intent();
        UUID id = won(intent);
        assertThat(operations.send(id, BODY).await().indefinitely()).isTrue();
        assertThat(operations.notSent(id, null).await().indefinitely()).isTrue();
        assertThat(operations.notSent(id, null).await().indefinitely())
                .as("whoever asks again hears the same")
                .isTrue();
        assertThat(claims.claim(intent).await().indefinitely()).isInstanceOf(Claims.Claim.Won.class);
    }

    @Test
    void keepsTheKeyOnceRecoveryHasTakenOver() throws Exception {
        Intent intent = intent();
        UUID id = won(intent);
        operations.send(id, BODY).await().indefinitely();
        update("update operation set attempts = attempts + 1 where operation_id = ?", id);
        assertThat(operations.notSent(id, null).await().indefinitely()).isFalse();
        assertThat(claims.claim(intent).await().indefinitely()).isInstanceOf(Claims.Claim.Known.class);
    }

    @Test
    void sendsWhatHadLeftAgainUnderItsUpstreamKey() throws Exception {
        Intent intent = intent();
        UUID id = won(intent);
        UUID upstreamKey =
                operations.find(id).await().indefinitely().orElseThrow().upstreamKey();
        operations.send(id, BODY).await().indefinitely();
        assertThat(operations.hold(id, PROBLEM).await().indefinitely()).isTrue();
        assertThat(won(intent)).as("the same operation").isEqualTo(id);
        operations.forget(id).await().indefinitely();
        assertThat(won(intent)).as("a broken rule frees nothing that left").isEqualTo(id);
        operations.send(id, BODY).await().indefinitely();
        operations.notSent(id, null).await().indefinitely();
        Claims.Claim.Won again = (Claims.Claim.Won) claims.claim(intent).await().indefinitely();
        assertThat(again.upstreamKey()).isEqualTo(upstreamKey);
        assertThat(claims.claim(other(intent)).await().indefinitely()).isInstanceOf(Claims.Claim.Reused.class);
    }

    @Test
    void onlyLooksForWhatLeftTooLongAgo() throws Exception {
        Intent intent = intent();
        UUID id = won(intent);
        operations.send(id, BODY).await().indefinitely();
        operations.hold(id, PROBLEM).await().indefinitely();
        update("update operation set sent_at = now() - interval '21 hours' where operation_id = ?", id);
        assertThat(claims.claim(intent).await().indefinitely())
                .isInstanceOfSatisfying(
                        Claims.Claim.Known.class,
                        known -> assertThat(known.operation().state()).isEqualTo(OperationState.IN_DOUBT));
    }

    @Test
    void sendsNothingAfterTheDeadlineAndGivesTheKeyToTheNext() throws Exception {
        Intent intent = intent();
        UUID id = won(intent);
        update("update operation set deadline = now() - interval '1 second' where operation_id = ?", id);
        assertThat(operations.send(id, BODY).await().indefinitely()).isFalse();
        assertThat(claims.claim(intent).await().indefinitely()).isInstanceOf(Claims.Claim.Won.class);
        assertThat(operations.find(id).await().indefinitely().orElseThrow().state())
                .isEqualTo(OperationState.NOT_SENT);
    }

    private UUID won(Intent intent) {
        return ((Claims.Claim.Won) claims.claim(intent).await().indefinitely()).operationId();
    }

    private static Intent intent() {
        return new Intent(
                OperationKind.ISSUE_CARD,
                "tester",
                UUID.randomUUID().toString(),
                "POST /v1/cards",
                UqpayJson.object(),
                null);
    }

    private static Intent other(Intent intent) {
        return new Intent(
                intent.kind(),
                intent.caller(),
                intent.idempotencyKey(),
                intent.target(),
                UqpayJson.object().put("card_limit", 2),
                null);
    }

    private void update(String sql, UUID id) throws Exception {
        try (Connection connection = store.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, id);
            statement.executeUpdate();
        }
    }
}
