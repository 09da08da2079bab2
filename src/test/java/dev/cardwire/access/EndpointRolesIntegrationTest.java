// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.access;

import static dev.cardwire.testsupport.LocalIssuer.sign;
import static dev.cardwire.testsupport.LocalIssuer.token;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.Description;
import dev.cardwire.testsupport.LocalIssuer;
import dev.cardwire.testsupport.LocalServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Every endpoint of the running application against one table of who may call it: an endpoint without a row, and a row
 * without an endpoint, fail. A caller who may call it gets some other answer than 401 and 403, whatever it is.
 */
@QuarkusTest
@QuarkusTestResource(LocalServers.class)
@QuarkusTestResource(value = LocalIssuer.class, restrictToAnnotatedClass = true)
class EndpointRolesIntegrationTest {

    private static final Duration LIFE = Duration.ofMinutes(5);

    /** Names of the issuer's roles; no role is a caller too. */
    private static final Map<String, String> ROLES = Map.of(
            "issuer", "issuer",
            "viewer", "card-viewer",
            "operator", "operator",
            "sensitive", "sensitive",
            "nothing", "something-else");

    private static final Set<String> READERS = Set.of("issuer", "viewer", "operator");
    private static final Set<String> ISSUERS = Set.of("issuer");
    private static final Set<String> VIEWERS = Set.of("viewer");
    private static final Set<String> OPERATORS = Set.of("operator");
    private static final Set<String> CALLERS = Set.of("issuer", "viewer", "operator", "sensitive", "nothing");
    private static final Set<String> EVERYBODY =
            Set.of("issuer", "viewer", "operator", "sensitive", "nothing", "nobody");

    private static final Map<String, Set<String>> MAY_CALL = Map.ofEntries(
            Map.entry("GET /v1/me", CALLERS),
            Map.entry("GET /v1/search", READERS),
            Map.entry("GET /v1/status", OPERATORS),
            Map.entry("GET /v1/products", READERS),
            Map.entry("GET /v1/balances", READERS),
            Map.entry("GET /v1/cardholders", READERS),
            Map.entry("GET /v1/cardholders/{cardholder_id}", READERS),
            Map.entry("POST /v1/cardholders", ISSUERS),
            Map.entry("PATCH /v1/cardholders/{cardholder_id}", ISSUERS),
            Map.entry("POST /v1/cards", ISSUERS),
            Map.entry("GET /v1/cards", READERS),
            Map.entry("GET /v1/cards/{card_id}", READERS),
            Map.entry("PATCH /v1/cards/{card_id}", ISSUERS),
            Map.entry("GET /v1/cards/{card_id}/timeline", READERS),
            Map.entry("POST /v1/cards/{card_id}/status", ISSUERS),
            Map.entry("POST /v1/cards/{card_id}/recharge", ISSUERS),
            Map.entry("POST /v1/cards/{card_id}/withdraw", ISSUERS),
            Map.entry("POST /v1/cards/{card_id}/display-session", ISSUERS),
            Map.entry("POST /v1/cards/{card_id}/sensitive-details", Set.of("sensitive")),
            Map.entry("POST /v1/cards/{card_id}/reconcile", OPERATORS),
            Map.entry("POST /v1/cards/import", OPERATORS),
            Map.entry("GET /v1/cards/import/{import_id}", OPERATORS),
            Map.entry("GET /v1/operations", READERS),
            Map.entry("GET /v1/operations/{operation_id}", READERS),
            Map.entry("POST /v1/operations/{operation_id}/resolve", OPERATORS),
            Map.entry("GET /v1/orders/{card_order_id}", READERS),
            Map.entry("GET /v1/stream", VIEWERS),
            Map.entry("POST /v1/stream-tickets", ISSUERS),
            Map.entry("DELETE /v1/stream-tickets/{ticket_id}", ISSUERS),
            Map.entry("GET /v1/webhook-events", OPERATORS),
            Map.entry("GET /v1/webhook-events/{event_id}", OPERATORS),
            Map.entry("POST /v1/webhook-events/{event_id}/replay", OPERATORS),
            Map.entry("GET /problems/{code}", EVERYBODY));

    /** Paths of the framework, which describes none of them. */
    private static final Map<String, Set<String>> FRAMEWORK = Map.of(
            "GET /q/metrics", OPERATORS,
            "GET /q/openapi", CALLERS,
            "GET /q/health", EVERYBODY,
            "GET /q/health/live", EVERYBODY,
            "GET /q/health/started", EVERYBODY,
            "GET /q/swagger-ui/", EVERYBODY);

    /** Its signature is looked at, and no key: whoever sends none is refused, right key or not. */
    private static final String WEBHOOK = "POST /webhooks/uqpay";

    @TestHTTPResource("/")
    URL base;

    /** Over HTTP/2 hundreds of refusals in a row look like an attack, and end the connection. */
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void everyEndpointHasARow() {
        Set<String> rows = new TreeSet<>(MAY_CALL.keySet());
        rows.add(WEBHOOK);
        assertThat(Description.served()).isEqualTo(rows);
    }

    @Test
    void everyEndpointAnswersTheRolesOfItsRowAlone() throws Exception {
        for (Map.Entry<String, Set<String>> row : rows().entrySet()) {
            for (Map.Entry<String, String> role : ROLES.entrySet()) {
                int status = call(row.getKey(), sign(token(LIFE, role.getValue())));
                if (row.getValue().contains(role.getKey())) {
                    assertThat(status)
                            .as("%s as %s", row.getKey(), role.getKey())
                            .isNotIn(401, 403);
                } else {
                    assertThat(status)
                            .as("%s as %s", row.getKey(), role.getKey())
                            .isEqualTo(403);
                }
            }
        }
    }

    @Test
    void nobodyIsAnsweredWithoutAValidKey() throws Exception {
        for (Map.Entry<String, Set<String>> row : rows().entrySet()) {
            for (String key : new String[] {null, "wrong-key", sign(token(LIFE.negated(), "operator"))}) {
                int status = call(row.getKey(), key);
                if (row.getValue().contains("nobody")) {
                    assertThat(status).as("%s with key %s", row.getKey(), key).isNotIn(401, 403);
                } else {
                    assertThat(status).as("%s with key %s", row.getKey(), key).isEqualTo(401);
                }
            }
        }
    }

    @Test
    void webhookAsksForASignatureAndForNoKey() throws Exception {
        for (String key : new String[] {null, "wrong-key", Api.KEY}) {
            assertThat(call(WEBHOOK, key)).as("key %s", key).isEqualTo(401);
        }
    }

    private static Map<String, Set<String>> rows() {
        Map<String, Set<String>> all = new LinkedHashMap<>(MAY_CALL);
        all.putAll(FRAMEWORK);
        return all;
    }

    /** The status alone: a stream never ends by itself. */
    private int call(String endpoint, @Nullable String key) throws IOException, InterruptedException {
        String method = endpoint.substring(0, endpoint.indexOf(' '));
        String path = endpoint.substring(endpoint.indexOf('/') + 1)
                .replaceAll("\\{[a-z_]+}", UUID.randomUUID().toString());
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        method.equals("GET")
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString("{}"));
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        HttpResponse<InputStream> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        answer.body().close();
        return answer.statusCode();
    }
}
