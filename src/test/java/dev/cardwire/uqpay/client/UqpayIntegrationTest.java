// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import static dev.cardwire.uqpay.client.StandIn.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.cardwire.cluster.CallPurpose;
import dev.cardwire.testsupport.LocalServers;
import dev.cardwire.uqpay.Uqpay;
import dev.cardwire.uqpay.UqpayAcceptance;
import dev.cardwire.uqpay.UqpayCall;
import dev.cardwire.uqpay.UqpayCard;
import dev.cardwire.uqpay.UqpayCardFilter;
import dev.cardwire.uqpay.UqpayEvidence;
import dev.cardwire.uqpay.UqpayInDoubtException;
import dev.cardwire.uqpay.UqpayJson;
import dev.cardwire.uqpay.UqpayNotSentException;
import dev.cardwire.uqpay.UqpayPage;
import dev.cardwire.uqpay.UqpayPanToken;
import dev.cardwire.uqpay.UqpayRefusedException;
import dev.cardwire.uqpay.UqpayUnavailableException;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(LocalServers.class)
@WithTestResource(StandIn.class)
class UqpayIntegrationTest {

    private static final String CARD = new String(Samples.bytes("rest.create-card.response.json"));
    private static final UUID CARD_ID = UUID.fromString("50418faa-57a8-4ce2-9157-621b00b13a3b");

    @Inject
    Uqpay uqpay;

    /** More than run and wait at once: what is too much is refused, not queued. */
    private static final int STUCK_READS = 300;

    /** More than any answer may have. */
    private static final long FLOOD = 64L * 1024 * 1024;

    private final UUID key = UUID.randomUUID();

    @Test
    void sendsWhatUqpayExpects() {
        StandIn.answers(answer(200, CARD));
        assertThat(create().cardId()).isEqualTo(CARD_ID);
        StandIn.Call call = StandIn.CALLS.get(StandIn.CALLS.size() - 1);
        assertThat(call.method()).isEqualTo("POST");
        assertThat(call.path()).isEqualTo("/api/v1/issuing/cards");
        assertThat(call.headers())
                .containsEntry("x-idempotency-key", key.toString())
                .containsEntry("x-client-id", "sim-client")
                .doesNotContainKey("x-on-behalf-of");
        assertThat(call.headers().get("content-type")).startsWith("application/json");
        assertThat(call.headers().get("x-auth-token")).startsWith("Bearer ");
        assertThat(call.body()).isEqualTo("{\"card_limit\":1000.10}");
    }

    @Test
    void survivesWhateverComesInsteadOfAnAnswer() {
        StandIn.answers(
                answer(502, "<html><body>Bad Gateway</body></html>"),
                StandIn.hangUp(),
                answer(200, "{\"card_id\":\"5041"),
                answer(200, CARD));
        assertThat(create().cardId()).isEqualTo(CARD_ID);
        assertThat(StandIn.CALLS)
                .extracting(call -> call.headers().get("x-idempotency-key"))
                .hasSizeGreaterThanOrEqualTo(4)
                .containsOnly(key.toString());
    }

    @Test
    void readsTheInvalidJsonOf429() {
        StandIn.answers(request -> request.response()
                .setStatusCode(429)
                .putHeader("Retry-After", "40")
                .end("{\"code\": \"too_many_requests\",}"));
        assertThat(failure()).isInstanceOfSatisfying(UqpayNotSentException.class, failure -> {
            assertThat(failure.reason()).isEqualTo(UqpayNotSentException.Reason.RATE_LIMITED);
            assertThat(failure.retryAfter()).contains(Duration.ofSeconds(40));
        });
    }

    @Test
    void isInDoubtWhenUqpayIsSilent() {
        StandIn.answers(StandIn.silence());
        assertThat(failure()).isInstanceOf(UqpayInDoubtException.class);
    }

    @Test
    void isInDoubtWhenAnAnswerStopsHalfWay() {
        StandIn.answers(request -> request.response()
                .putHeader("Content-Length", "1000")
                .write("{\"card_id\"")
                .onSuccess(written -> request.connection().close()));
        assertThat(failure()).isInstanceOf(UqpayInDoubtException.class);
    }

    /** Whoever answers in UQPAY's place must not fill the memory, whether the length is announced or not. */
    @Test
    void callsOffAnAnswerThatIsTooLarge() {
        AtomicLong written = new AtomicLong();
        for (boolean announced : List.of(true, false)) {
            written.set(0);
            StandIn.answers(StandIn.flood(announced, written));
            assertThat(failure()).isInstanceOfSatisfying(UqpayInDoubtException.class, doubt -> assertThat(
                            doubt.evidence().orElseThrow().kind())
                    .isEqualTo(UqpayEvidence.Kind.TOO_LARGE));
            assertThat(catchThrowable(() -> wait(uqpay.card(CARD_ID, CallPurpose.READ))))
                    .isInstanceOf(UqpayUnavailableException.class);
            assertThat(catchThrowable(() -> wait(uqpay.products(1, 100, CallPurpose.READ))))
                    .isInstanceOf(UqpayUnavailableException.class);
            assertThat(written.get()).isLessThan(FLOOD);
        }
    }

    @Test
    void readsAListThatIsLargerThanOneThing() {
        String blanks = " ".repeat(3 * 1024 * 1024);
        StandIn.answers(answer(200, blanks + "{\"data\": [], \"total_pages\": 1}"));
        assertThat(wait(uqpay.products(1, 100, CallPurpose.READ)).items()).isEmpty();
        assertThat(catchThrowable(() -> wait(uqpay.card(CARD_ID, CallPurpose.READ))))
                .isInstanceOf(UqpayUnavailableException.class);
    }

    @Test
    void tokenThatIsTooLargeIsNone() {
        StandIn.answers(answer(200, CARD));
        create();
        StandIn.takeToken();
        AtomicLong written = StandIn.floodTokens();
        assertThat(failure()).isInstanceOf(UqpayNotSentException.class);
        assertThat(written.get()).isBetween(1L, FLOOD / 2);
        StandIn.stopFlood();
        // a failed renewal keeps all replicas from the next for a while
        await().until(() -> catchThrowable(this::create) == null);
    }

    /** Each byte is a sign of life, and a call that is not called off keeps its place and its connection for ever. */
    @Test
    void callsOffAnAnswerThatTricklesIn() {
        AtomicInteger trickling = new AtomicInteger();
        StandIn.answers(StandIn.trickle(trickling));
        assertThat(failure()).isInstanceOf(UqpayInDoubtException.class);
        assertThat(StandIn.CALLS).isNotEmpty();
        await().until(() -> trickling.get() == 0);
    }

    @Test
    void renewsATokenThatSomebodyElseTook() {
        StandIn.answers(answer(200, CARD));
        create();
        StandIn.takeToken();
        int before = StandIn.TOKENS.get();
        assertThat(create().cardId()).isEqualTo(CARD_ID);
        assertThat(StandIn.TOKENS.get()).isEqualTo(before + 1);
    }

    @Test
    void handsOnARefusal() {
        StandIn.answers(answer(400, new String(Samples.bytes("rest.error.card-not-found.response.json"))));
        assertThat(catchThrowable(() -> wait(uqpay.card(CARD_ID, CallPurpose.READ))))
                .isInstanceOfSatisfying(UqpayRefusedException.class, refusal -> assertThat(refusal.isNotFound())
                        .isTrue());
        assertThat(failure()).isInstanceOf(UqpayRefusedException.class);
    }

    @Test
    void readsCardsAsOfTheMomentTheyWereAskedFor() {
        StandIn.answers(request -> request.response()
                .putHeader("Date", "Fri, 10 Apr 2026 12:00:00 GMT")
                .end(new String(Samples.bytes("rest.list-cards.response.json"))));
        UqpayPage<UqpayCard> page = wait(uqpay.cards(1, 100, UqpayCardFilter.ALL, CallPurpose.SWEEP));
        assertThat(page.items()).singleElement().satisfies(card -> assertThat(card.asOf())
                .isBetween(Instant.parse("2026-04-10T11:59:50Z"), Instant.parse("2026-04-10T12:00:10Z")));
        StandIn.Call call = StandIn.CALLS.get(StandIn.CALLS.size() - 1);
        assertThat(call.query())
                .contains("page_number=1")
                .contains("page_size=100")
                .doesNotContain("card_status");
    }

    /** Its duty comes again by itself, and repeats of one broken page would open the circuit for all other reads. */
    @Test
    void asksForAPageOfASweepOnce() {
        StandIn.answers(answer(502, "<html></html>"));
        assertThat(catchThrowable(() -> wait(uqpay.cards(4711, 100, UqpayCardFilter.ALL, CallPurpose.SWEEP))))
                .isInstanceOf(UqpayUnavailableException.class);
        assertThat(StandIn.CALLS.stream()
                        .filter(call -> String.valueOf(call.query()).contains("page_number=4711")))
                .hasSize(1);
    }

    @Test
    void letsIssuingThroughWhileReadsAreStuck() {
        StandIn.answers(request -> {
            if (request.method() == HttpMethod.POST) {
                answer(200, CARD).accept(request);
            }
        });
        AtomicInteger stuck = new AtomicInteger();
        for (int read = 0; read < STUCK_READS; read++) {
            stuck.incrementAndGet();
            uqpay.card(CARD_ID, CallPurpose.READ)
                    .subscribe()
                    .with(card -> stuck.set(Integer.MIN_VALUE), failure -> stuck.decrementAndGet());
        }
        for (int card = 0; card < 10; card++) {
            assertThat(create().cardId()).isEqualTo(CARD_ID);
        }
        await().until(() -> stuck.get() == 0);
    }

    @Test
    void asksForAPanTokenWithAKeyOfItsOwnEachTime() {
        StandIn.answers(answer(200, new String(Samples.bytes("rest.create-pan-token.response.json"))));
        UqpayPanToken token = wait(uqpay.panToken(CARD_ID));
        wait(uqpay.panToken(CARD_ID));
        assertThat(StandIn.CALLS)
                .extracting(call -> call.headers().get("x-idempotency-key"))
                .doesNotHaveDuplicates();
        assertThat(uqpay.iframeUrl(token, CARD_ID, "en", true).toString())
                .endsWith(
                        "/iframe/card?token=" + token.token() + "&cardId=" + CARD_ID + "&lang=en&cardholder_name=true");
    }

    @Test
    void readsForIssuingPassBesideReadsThatAreStuck() {
        StandIn.answers(request -> {
            if (request.path().endsWith("/balances")) {
                StandIn.silence().accept(request);
            } else {
                answer(200, "{\"cardholder_id\": \"" + CARD_ID + "\"}").accept(request);
            }
        });
        AtomicInteger stuck = new AtomicInteger(STUCK_READS);
        for (int read = 0; read < STUCK_READS; read++) {
            uqpay.balances(CallPurpose.READ)
                    .subscribe()
                    .with(balances -> stuck.set(Integer.MIN_VALUE), failure -> stuck.decrementAndGet());
        }
        assertThat(wait(uqpay.cardholder(CARD_ID, CallPurpose.ISSUING)).cardholderId())
                .isEqualTo(CARD_ID);
        await().until(() -> stuck.get() == 0);
    }

    @Test
    void sendsNothingAfterTheLastMoment() {
        StandIn.answers(answer(200, CARD));
        UqpayCall late = new UqpayCall(key, true, Instant.now(), CallPurpose.RECOVERY);
        assertThat(catchThrowable(() -> wait(uqpay.act(CARD_ID, "recharge", UqpayJson.object(), late))))
                .isInstanceOf(UqpayNotSentException.class);
        assertThat(StandIn.CALLS).isEmpty();
    }

    private UqpayAcceptance create() {
        return wait(uqpay.createCard(
                UqpayJson.object().put("card_limit", new BigDecimal("1000.10")),
                new UqpayCall(key, true, Instant.now().plusSeconds(60), CallPurpose.ISSUING)));
    }

    private Throwable failure() {
        return catchThrowable(this::create);
    }

    private static <T> T wait(Uni<T> answer) {
        return answer.await().atMost(Duration.ofSeconds(20));
    }
}
