// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.local.simulator.account.Accounts;
import dev.cardwire.local.simulator.behaviour.Behaviour;
import dev.cardwire.local.simulator.behaviour.Knob;
import dev.cardwire.local.simulator.store.Json;
import dev.cardwire.local.simulator.store.Store;
import dev.cardwire.local.simulator.store.Table;
import dev.cardwire.local.simulator.wire.Answer;
import dev.cardwire.local.simulator.wire.Call;
import dev.cardwire.local.simulator.wire.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Hands out tokens and checks them (uqpay/api.md 2). A credential has one live token: a new one kills the one before at
 * once, whatever time it had left, and two clients that share a credential knock each other out.
 */
public final class Tokens {
    private static final Map<String, String> CREDENTIALS = Map.of("sim-client", "sim-key", "sim-client-2", "sim-key-2");
    private static final String PREFIX = "Bearer ";

    private final Table<LiveToken> live;
    private final Map<String, String> owners = new HashMap<>();
    private final Map<String, Integer> issued = new TreeMap<>();
    private final InstantSource clock;
    private final Behaviour behaviour;

    public Tokens(Store store, InstantSource clock, Behaviour behaviour) {
        this.live = store.table("token", LiveToken.class, LiveToken::clientId);
        this.clock = clock;
        this.behaviour = behaviour;
    }

    /** After a start: who owns the tokens that were live. */
    public void index() {
        live.all().forEach(token -> owners.put(token.token(), token.clientId()));
    }

    Answer issue(Call call) {
        String clientId = call.header("x-client-id").orElse("");
        String expected = CREDENTIALS.get(clientId);
        if (expected == null) {
            throw Refusal.invalid("Invalid client id");
        }
        if (!call.header("x-api-key").orElse("").equals(expected)) {
            throw Refusal.unauthorized("invalid api key");
        }
        LiveToken token = renew(clientId);
        return Answer.ok(Json.object()
                .put("auth_token", token.token())
                .put("expired_at", token.expiresAt().getEpochSecond()));
    }

    /** Makes a new token for a credential; whoever held the old one is out. */
    public LiveToken renew(String clientId) {
        live.find(clientId).ifPresent(old -> owners.remove(old.token()));
        Instant now = clock.instant();
        Instant end = now.plusSeconds(behaviour.number(Knob.TOKEN_LIFETIME_S));
        LiveToken token = new LiveToken(clientId, jwt(clientId, now, end), end);
        live.put(token);
        owners.put(token.token(), clientId);
        issued.merge(clientId, 1, Integer::sum);
        return token;
    }

    /** How many tokens each credential was given since the start; never the tokens. */
    public Answer count(Call call) {
        ArrayNode data = Json.array();
        issued.forEach((clientId, count) ->
                data.add(Json.object().put("client_id", clientId).put("issued", count)));
        return Answer.ok(Json.object().set("data", data));
    }

    /** The client that a call comes from. */
    String client(Call call) {
        String header = call.header("x-auth-token").orElseThrow(() -> Refusal.unauthorized("missing auth token"));
        boolean bearer = header.startsWith(PREFIX);
        if (!bearer && behaviour.is(Knob.BARE_TOKEN, "refuse")) {
            throw Refusal.unauthorized("invalid auth token format");
        }
        String token = bearer ? header.substring(PREFIX.length()) : header;
        String clientId = owners.get(token);
        boolean alive = clientId != null
                && live.find(clientId)
                        .filter(found -> found.token().equals(token))
                        .filter(found -> found.expiresAt().isAfter(clock.instant()))
                        .isPresent();
        if (!alive) {
            throw Refusal.unauthorized(looksOurs(token) ? "token has expired" : "invalid auth token");
        }
        return clientId;
    }

    private static boolean looksOurs(String token) {
        return token.split("\\.", -1).length == 3;
    }

    private static String jwt(String clientId, Instant now, Instant end) {
        ObjectNode claims = Json.object()
                .put("iss", "uqpay")
                .put("account_id", Accounts.MASTER)
                .put("entity_id", Accounts.MASTER)
                .put("client_id", clientId)
                .put("api_version", "V1.6.0")
                .put("bus_type", "ISSUING")
                .put("iat", now.getEpochSecond())
                .put("exp", end.getEpochSecond())
                .put("jti", UUID.randomUUID().toString());
        String head = base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");
        return head + "." + base64(Json.text(claims)) + "." + base64("simulated-" + UUID.randomUUID());
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
