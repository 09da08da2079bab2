// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.testsupport.LocalServers;
import io.agroal.api.AgroalDataSource;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URL;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(LocalServers.class)
@QuarkusTestResource(value = CodeReceiver.class, restrictToAnnotatedClass = true)
class OtpIntegrationTest {

    @TestHTTPResource("/")
    URL base;

    @Inject
    AgroalDataSource store;

    @Inject
    RedisDataSource redis;

    @Test
    void handsEveryCodeOnBeforeTheAnswerAndOnlyOnce() {
        Hooks hooks = new Hooks(base);
        for (String sample : List.of(
                "webhook.card.3ds.otp.json",
                "webhook.card.verification.otp.json",
                "webhook.card.activation.code.json")) {
            ObjectNode code = Hooks.fresh(sample);
            String id = code.path("event_id").asText();
            assertThat(hooks.outcome(code)).isEqualTo("ignored");
            assertThat(CodeReceiver.IDS).contains(id);
            assertThat(hooks.outcome(code)).isEqualTo("duplicate");
            redis.flushall();
            assertThat(hooks.outcome(code)).isEqualTo("duplicate");
            assertThat(CodeReceiver.IDS.stream().filter(id::equals)).hasSize(1);
        }
    }

    @Test
    void isSentAgainUntilTheReceiverHasIt() throws Exception {
        Hooks hooks = new Hooks(base);
        ObjectNode code = Hooks.fresh("webhook.card.3ds.otp.json");
        String id = code.path("event_id").asText();
        CodeReceiver.status = 500;
        try {
            assertThat(hooks.outcome(code)).isEqualTo("status 503");
            assertThat(Stored.query(store, "select outcome from webhook_event where event_id = '" + id + "'"))
                    .isEmpty();
        } finally {
            CodeReceiver.status = 200;
        }
        assertThat(hooks.outcome(code)).isEqualTo("ignored");
        assertThat(CodeReceiver.IDS.stream().filter(id::equals)).hasSize(2);
        assertThat(Stored.query(store, "select w::text from webhook_event w where event_id = '" + id + "'"))
                .singleElement()
                .satisfies(row -> assertThat(row).doesNotContain("12344444", "Example Merchant"));
    }
}
