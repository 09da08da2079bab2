// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.testsupport;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** An OpenID Connect issuer over real HTTP: its description, its public key, and tokens signed with the other half. */
public final class LocalIssuer implements QuarkusTestResourceLifecycleManager {

    public static final String AUDIENCE = "cardwire";

    private static final KeyPair KEYS = keys();
    private static volatile String url = "";
    private static volatile HttpServer server;

    @Override
    public Map<String, String> start() {
        open(0);
        return Map.of(
                "cardwire.access.oidc.issuer",
                url,
                "cardwire.access.oidc.audience",
                AUDIENCE,
                "cardwire.access.oidc.roles-claim",
                "realm_access/roles",
                "cardwire.access.oidc.roles.viewer",
                "card-viewer,card-auditor");
    }

    @Override
    public void stop() {
        close();
    }

    /** As it was before: at the same address, with the same key. */
    public static void reopen() {
        open(server.getAddress().getPort());
    }

    /** From now on it does not answer. */
    public static void close() {
        server.stop(0);
    }

    public static String url() {
        return url;
    }

    /** A token that is right in everything but what the test changes. */
    public static JwtClaimsBuilder token(Duration life, String... roles) {
        Instant now = Instant.now();
        return Jwt.issuer(url)
                .audience(AUDIENCE)
                .subject("somebody")
                .issuedAt(now.minusSeconds(1))
                .expiresAt(now.plus(life))
                .claim("azp", "front-end")
                .claim("realm_access", Map.of("roles", List.of(roles)));
    }

    public static String sign(JwtClaimsBuilder token) {
        return sign(token, KEYS);
    }

    public static String sign(JwtClaimsBuilder token, KeyPair keys) {
        return token.jws().keyId("one").sign(keys.getPrivate());
    }

    public static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException cannotBe) {
            throw new IllegalStateException(cannotBe);
        }
    }

    private static void open(int port) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        url = "http://localhost:" + server.getAddress().getPort();
        server.createContext("/.well-known/openid-configuration", exchange -> answer(exchange, description()));
        server.createContext("/jwks", exchange -> answer(exchange, publicKey()));
        server.start();
    }

    private static String description() {
        return """
            {"issuer":"%1$s","jwks_uri":"%1$s/jwks","token_endpoint":"%1$s/token","authorization_endpoint":"%1$s/auth"}\
            """.formatted(url);
    }

    private static String publicKey() {
        RSAPublicKey key = (RSAPublicKey) KEYS.getPublic();
        return """
            {"keys":[{"kty":"RSA","use":"sig","alg":"RS256","kid":"one","n":"%s","e":"%s"}]}\
            """.formatted(base64(key.getModulus()), base64(key.getPublicExponent()));
    }

    private static String base64(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int from = bytes[0] == 0 ? 1 : 0;
        byte[] magnitude = java.util.Arrays.copyOfRange(bytes, from, bytes.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(magnitude);
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
