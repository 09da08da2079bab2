// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.pan;

import dev.cardwire.local.simulator.behaviour.Behaviour;
import dev.cardwire.local.simulator.behaviour.Knob;
import dev.cardwire.local.simulator.card.CardTerms;
import dev.cardwire.local.simulator.card.Cards;
import dev.cardwire.local.simulator.card.SimulatedCard;
import dev.cardwire.local.simulator.store.Json;
import dev.cardwire.local.simulator.store.Store;
import dev.cardwire.local.simulator.store.Table;
import dev.cardwire.local.simulator.wire.Answer;
import dev.cardwire.local.simulator.wire.Call;
import dev.cardwire.local.simulator.wire.Refusal;
import dev.cardwire.local.simulator.wire.Routes;
import dev.cardwire.local.simulator.wire.Times;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What shows a card's number (uqpay/api.md 10.9): the token, good for 60 seconds and one use, the page it opens, and
 * the call that serves the number itself, which is refused to everybody who has no licence.
 */
public final class SecureFrame {
    private static final Duration LIFETIME = Duration.ofSeconds(60);
    private static final String PAGE = """
            <!doctype html>
            <html lang="%s"><head><meta charset="utf-8"><title>%s</title>
            <link rel="stylesheet" href="card.css"></head>
            <body><main class="card"><p class="fake">%s</p>%s</main></body></html>
            """;

    private final Table<PanToken> tokens;
    private final Cards cards;
    private final Behaviour behaviour;
    private final InstantSource clock;

    public SecureFrame(Store store, Cards cards, Behaviour behaviour, InstantSource clock) {
        this.tokens = store.table("pan_token", PanToken.class, PanToken::token);
        this.cards = cards;
        this.behaviour = behaviour;
        this.clock = clock;
    }

    public void routes(Routes routes) {
        routes.on("POST", "/v1/issuing/cards/:id/token", this::token);
        routes.on("GET", "/v1/issuing/cards/:id/secure", this::secure);
    }

    private Answer token(Call call) {
        SimulatedCard card = cards.get(call.param("id"));
        if (!card.is("ACTIVE")) {
            throw Refusal.card("card status is " + card.status());
        }
        Instant end = clock.instant().plus(LIFETIME);
        String claims = Json.text(Json.object()
                .put("card_id", card.id())
                .put("exp", end.getEpochSecond())
                .put("jti", UUID.randomUUID().toString()));
        PanToken token = new PanToken(
                "pan_" + base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + base64(claims) + "."
                        + base64("simulated"),
                card.id(),
                end);
        tokens.put(token);
        return Answer.ok(Json.object()
                .put("token", token.token())
                .put("expires_in", LIFETIME.toSeconds())
                .put("expires_at", Times.utc(end)));
    }

    private Answer secure(Call call) {
        SimulatedCard card = cards.get(call.param("id"));
        if (behaviour.is(Knob.SECURE_CARD_DATA, "refuse")) {
            throw Refusal.forbidden("not permitted for this account");
        }
        return Answer.ok(Json.object()
                .put("cvv", "000")
                .put("expire_date", "12/99")
                .put("card_number", card.terms().cardNumber()));
    }

    /** The page in the frame. A token is used up by the request, whatever the page shows. */
    public Answer frame(Call call) {
        Optional<PanToken> token = call.query("token").flatMap(tokens::find);
        token.ifPresent(used -> tokens.remove(used.token()));
        boolean chinese = call.query("lang").filter("zh"::equals).isPresent();
        Optional<SimulatedCard> card = token.filter(found -> found.expiresAt().isAfter(clock.instant()))
                .filter(found ->
                        call.query("cardId").filter(found.cardId()::equals).isPresent())
                .flatMap(found -> cards.find(found.cardId()));
        boolean holder = call.query("cardholder_name").filter("true"::equals).isPresent();
        String body = card.map(found -> face(found, chinese, holder))
                .orElse("<p class=\"over\">" + (chinese ? "链接已失效" : "This link has expired or was used") + "</p>");
        String fake = chinese ? "模拟卡片，不可使用" : "Simulated card, not usable anywhere";
        String page = String.format(PAGE, chinese ? "zh" : "en", "UQPAY (simulated)", fake, body);
        boolean framed = behaviour.is(Knob.IFRAME_FRAMING, "allow");
        Answer answer = Answer.of(card.isPresent() ? 200 : 401, "text/html; charset=utf-8", page);
        return answer.withHeaders(Map.of(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'self'; frame-ancestors " + (framed ? "*" : "'none'"),
                "Cache-Control",
                "no-store",
                "Referrer-Policy",
                "no-referrer"));
    }

    private static String face(SimulatedCard card, boolean chinese, boolean holder) {
        CardTerms terms = card.terms();
        String number = terms.cardNumber().replaceAll("(.{4})(?=.)", "$1 ");
        String name =
                holder ? row(chinese ? "持卡人" : "Cardholder", card.nameOnCard().orElse("TEST CARDHOLDER")) : "";
        return row(chinese ? "卡号" : "Card number", number)
                + row(chinese ? "有效期" : "Expires", "12/99")
                + row("CVV", "000")
                + name;
    }

    private static String row(String label, String value) {
        String safe = value.replace("&", "&amp;").replace("<", "&lt;");
        return "<p class=\"row\"><span>" + label + "</span><b>" + safe + "</b></p>";
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
