// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.LocalServers;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is left for issuing in a minute whose other calls are gone. */
@QuarkusTest
@WithTestResource(LocalServers.class)
@TestProfile(BusyMinuteIntegrationTest.SmallMinute.class)
class BusyMinuteIntegrationTest {

    private static final int CALLS = 60;

    /** Of which 18 are kept for issuing, and at most 42 can be its own. */
    public static final class SmallMinute implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("cardwire.cluster.budget.per-minute", String.valueOf(CALLS));
        }
    }

    @Inject
    RedisDataSource redis;

    /** The minute may have been used by others. */
    @BeforeEach
    void beginTheMinuteAnew() {
        redis.flushall();
    }

    @Test
    void issuesWhileViewersHaveUsedUpTheirCalls() {
        int status = 200;
        for (int i = 0; i < 2 * CALLS && status == 200; i++) {
            status = Api.caller().get("/v1/balances").statusCode();
        }
        assertThat(status).isEqualTo(503);
        Api.issue(Api.newKey(), Api.issueBody(Api.SINGLE, "10")).then().statusCode(201);
    }

    @Test
    void asksOnlyNowAndThenWhetherAnUnknownProductIsThereByNow() {
        String product = UUID.randomUUID().toString();
        for (int i = 0; i < CALLS; i++) {
            Api.issue(Api.newKey(), Api.issueBody(product, "10"))
                    .then()
                    .statusCode(422)
                    .body("errors[0].field", equalTo("card_product_id"));
        }
    }
}
