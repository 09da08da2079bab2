// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** uqpay/api.md 2: tokens. */
class SimulatedTokenTest {
    private final RunningSimulator sim = new RunningSimulator();

    @AfterEach
    void stop() {
        sim.close();
    }

    private HttpRequest.Builder tokenCall() {
        return sim.request("/api/v1/connect/token")
                .header("x-client-id", "sim-client")
                .header("x-api-key", "sim-key");
    }

    private int readWith(String header) {
        return sim.send(sim.request("/api/v1/issuing/products")
                        .header("x-auth-token", header)
                        .GET())
                .status();
    }

    @Test
    void takesAllThreeFormsOfAnEmptyBody() {
        assertThat(sim.send(tokenCall().POST(BodyPublishers.ofString("{}"))).status())
                .isEqualTo(200);
        assertThat(sim.send(tokenCall().POST(BodyPublishers.noBody())).status()).isEqualTo(200);
        assertThat(sim.send(tokenCall()
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.noBody()))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void handsOutThreePartsAndTheEndInSeconds() {
        var reply = sim.send(tokenCall().POST(BodyPublishers.noBody()));
        String[] parts = reply.at("auth_token").split("\\.");
        assertThat(parts).hasSize(3);
        assertThat(new String(Base64.getUrlDecoder().decode(parts[1]))).contains("\"iss\":\"uqpay\"");
        assertThat(reply.json().get("expired_at").isIntegralNumber()).isTrue();
        long lasts =
                reply.json().get("expired_at").asLong() - sim.clock.instant().getEpochSecond();
        assertThat(lasts).isBetween(1_790L, 1_800L);
    }

    @Test
    void refusesAWrongKeyAndAnUnknownClient() {
        var wrongKey = sim.request("/api/v1/connect/token")
                .header("x-client-id", "sim-client")
                .header("x-api-key", "no");
        assertThat(sim.send(wrongKey.POST(BodyPublishers.noBody())).status()).isEqualTo(401);
        var unknown = sim.request("/api/v1/connect/token")
                .header("x-client-id", "who")
                .header("x-api-key", "sim-key");
        var reply = sim.send(unknown.POST(BodyPublishers.noBody()));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.at("message")).isEqualTo("Invalid client id");
    }

    @Test
    void insistsOnTheWordBearer() {
        String token = sim.newToken("sim-client", "sim-key");
        assertThat(readWith("Bearer " + token)).isEqualTo(200);
        var bare = sim.send(sim.request("/api/v1/issuing/products")
                .header("x-auth-token", token)
                .GET());
        assertThat(bare.status()).isEqualTo(401);
        assertThat(bare.at("type")).isEqualTo("unauthorized_error");
        assertThat(bare.at("message")).isEqualTo("invalid auth token format");
        assertThat(sim.send(sim.request("/api/v1/issuing/products").GET()).status())
                .isEqualTo(401);
    }

    @Test
    void aNewTokenKillsTheOldOneAtOnceButNotTheOtherCredentials() {
        String first = sim.newToken("sim-client", "sim-key");
        String other = sim.newToken("sim-client-2", "sim-key-2");
        String second = sim.newToken("sim-client", "sim-key");
        assertThat(readWith("Bearer " + first)).isEqualTo(401);
        assertThat(readWith("Bearer " + second)).isEqualTo(200);
        assertThat(readWith("Bearer " + other)).isEqualTo(200);
    }

    @Test
    void aTokenLastsThirtyMinutes() {
        String token = sim.newToken("sim-client", "sim-key");
        sim.clock.pass(Duration.ofMinutes(29));
        assertThat(readWith("Bearer " + token)).isEqualTo(200);
        sim.clock.pass(Duration.ofMinutes(2));
        var late = sim.send(sim.request("/api/v1/issuing/products")
                .header("x-auth-token", "Bearer " + token)
                .GET());
        assertThat(late.status()).isEqualTo(401);
        assertThat(late.at("message")).isEqualTo("token has expired");
    }

    @Test
    void everyAnswerIsJsonWithADate() {
        var reply = sim.get("/issuing/products");
        assertThat(reply.http().headers().firstValue("Content-Type")).contains("application/json");
        assertThat(reply.http().headers().firstValue("Date")).isPresent();
    }

    @Test
    void refusesABlankMalformedOrUnknownSubAccount() {
        for (String account : new String[] {"", "abc", "11111111-1111-4111-8111-111111111111"}) {
            var reply = sim.send(sim.call("/issuing/products")
                    .header("x-on-behalf-of", account)
                    .GET());
            assertThat(reply.status()).as(account).isEqualTo(400);
        }
    }
}
