// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook.otp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cardwire.testsupport.Settings;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OtpForwardTest {

    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
    private static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString(KEY);
    private static final Instant NOW = Instant.ofEpochSecond(1_775_815_486);
    private static final UUID EVENT = UUID.fromString("8d62450e-11cd-4e62-b774-bbb52ac959df");
    private static final byte[] BODY = "{\"otp\":\"1234\"}".getBytes(StandardCharsets.UTF_8);

    private record Received(Map<String, String> headers, String body) {}

    private final Vertx vertx = Vertx.vertx();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private HttpServer receiver;
    private volatile int status = 204;

    @BeforeEach
    void listen() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/codes", this::answer);
        receiver.start();
    }

    @AfterEach
    void close() {
        receiver.stop(0);
        vertx.close();
    }

    @Test
    void signsAsTheSpecificationSays() throws Exception {
        send(forward("/codes"));
        Received got = received.get(0);
        assertThat(got.body()).isEqualTo(new String(BODY, StandardCharsets.UTF_8));
        assertThat(got.headers().get("webhook-id")).isEqualTo(EVENT.toString());
        assertThat(got.headers().get("webhook-timestamp")).isEqualTo("1775815486");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
        String signed = EVENT + ".1775815486." + got.body();
        assertThat(got.headers().get("webhook-signature"))
                .isEqualTo("v1,"
                        + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void agreesWithTheSpecificationsOwnExample() {
        // from the example of the standard-webhooks libraries
        StandardSignature signature =
                StandardSignature.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").orElseThrow();
        assertThat(signature.headers(
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        Instant.ofEpochSecond(1_614_265_330),
                        "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8)))
                .containsEntry("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void sameEventHasTheSameIdEachTime() {
        OtpForward forward = forward("/codes");
        send(forward);
        send(forward);
        assertThat(received).extracting(got -> got.headers().get("webhook-id")).containsOnly(EVENT.toString());
    }

    @Test
    void failsOnEveryAnswerButSuccess() {
        for (int bad : new int[] {302, 400, 404, 500, 503}) {
            status = bad;
            assertThatThrownBy(() -> send(forward("/codes"))).isInstanceOf(OtpForward.NotTaken.class);
        }
    }

    @Test
    void failsWhenNobodyAnswersInTime() {
        status = -1;
        OtpForward slow = forward("/codes", Map.of("cardwire.otp.timeout", "100ms"));
        assertThatThrownBy(() -> send(slow)).isInstanceOf(OtpForward.NotTaken.class);
        receiver.stop(0);
        assertThatThrownBy(() -> send(forward("/codes"))).isInstanceOf(OtpForward.NotTaken.class);
    }

    @Test
    void productionTakesOnlyHttpsAndARealSecret() {
        assertThatThrownBy(() -> start("http://example.org/codes", SECRET, false))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("CARDWIRE_OTP_FORWARD_URL");
        for (String bad : List.of("secret", "whsec_", "whsec_%%%", "whsec_c2hvcnQ=")) {
            assertThatThrownBy(() -> start("https://example.org/codes", bad, false))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("CARDWIRE_OTP_SECRET")
                    .hasMessageNotContaining(bad.substring(6).isEmpty() ? "\u0000" : bad.substring(6));
        }
        assertThat(start("https://example.org/codes", SECRET, false).isOn()).isTrue();
        assertThat(new OtpForward(Settings.of(OtpConfig.class), () -> false, vertx, InstantSource.system()).isOn())
                .isFalse();
    }

    private static void send(OtpForward forward) {
        forward.send(EVENT, BODY).await().atMost(Duration.ofSeconds(10));
    }

    private OtpForward forward(String path) {
        return forward(path, Map.of());
    }

    private OtpForward forward(String path, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put(
                "cardwire.otp.forward-url",
                "http://127.0.0.1:" + receiver.getAddress().getPort() + path);
        settings.put("cardwire.otp.secret", SECRET);
        return new OtpForward(Settings.of(OtpConfig.class, settings), () -> true, vertx, InstantSource.fixed(NOW));
    }

    private OtpForward start(String url, String secret, boolean local) {
        return new OtpForward(
                Settings.of(OtpConfig.class, Map.of("cardwire.otp.forward-url", url, "cardwire.otp.secret", secret)),
                () -> local,
                vertx,
                InstantSource.fixed(NOW));
    }

    private void answer(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(), values.get(0)));
        received.add(
                new Received(headers, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        if (status > 0) {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        }
    }
}
