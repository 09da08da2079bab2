// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.cardwire.stream.fanout.StreamConfig;
import dev.cardwire.testsupport.LocalServers;
import io.netty.channel.ChannelOption;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** That the setting gets as far as the socket: the transport that knows it is a matter of packaging. */
@QuarkusTest
@QuarkusTestResource(LocalServers.class)
@EnabledOnOs(
        value = OS.LINUX,
        architectures = {"amd64", "aarch64"})
class ClientTimeoutIntegrationTest {

    private static final ChannelOption<Integer> TCP_USER_TIMEOUT =
            ChannelOption.valueOf("io.netty.channel.epoll.EpollChannelOption#TCP_USER_TIMEOUT");

    @Inject
    Vertx vertx;

    @Inject
    Router router;

    @Inject
    StreamConfig config;

    @Test
    void areGivenUpByTheKernelOfEveryConnection() {
        assertThat(vertx.isNativeTransportEnabled()).isTrue();
        Route probe = router.get("/user-timeout").order(Integer.MIN_VALUE).handler(this::tellTimeout);
        try {
            String silence = Long.toString(config.flow().stall().plusSeconds(5).toMillis());
            given().get("/user-timeout").then().statusCode(200).body(equalTo(silence));
        } finally {
            probe.remove();
        }
    }

    private void tellTimeout(RoutingContext request) {
        ConnectionBase connection = (ConnectionBase) request.request().connection();
        request.response().end(String.valueOf(connection.channel().config().getOption(TCP_USER_TIMEOUT)));
    }
}
