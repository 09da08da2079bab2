// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.cardwire.cluster.TokenCopy;
import dev.cardwire.testsupport.LocalServers;
import dev.cardwire.uqpay.UqpayNotSentException;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(LocalServers.class)
@WithTestResource(StandIn.class)
class TokenBrokerIntegrationTest {

    private static final int CALLERS = 30;

    @Inject
    TokenRow row;

    @Inject
    TokenSeal seal;

    @Inject
    TokenCalls calls;

    @Inject
    Pauses pauses;

    @Inject
    UqpayConfig config;

    @Inject
    InstantSource clock;

    @Inject
    Pool pool;

    private List<TokenBroker> replicas;

    @BeforeEach
    void startThreeReplicasWithoutRedis() {
        wait(pool.query("update uqpay_token set ciphertext = null, expires_at = null, renewing_until = 'epoch'")
                .execute());
        replicas = IntStream.range(0, 3).mapToObj(i -> broker(new NoCopy())).toList();
    }

    @Test
    void asksOnceForAllReplicas() {
        int before = StandIn.TOKENS.get();
        List<Token> tokens = all(TokenBroker::current);
        assertThat(tokens).extracting(Token::value).containsOnly("h." + (before + 1) + ".s");
        assertThat(StandIn.TOKENS.get()).isEqualTo(before + 1);
    }

    @Test
    void renewsOnceWhenAllAreRefused() {
        Token refused = all(TokenBroker::current).get(0);
        StandIn.takeToken();
        int before = StandIn.TOKENS.get();
        List<Token> tokens = all(broker -> broker.after(refused));
        assertThat(tokens).extracting(Token::generation).containsOnly(refused.generation() + 1);
        assertThat(StandIn.TOKENS.get()).isEqualTo(before + 1);
    }

    @Test
    void usesTheNewerTokenOfAnotherReplicaInsteadOfRenewing() {
        Token refused = wait(replicas.get(0).current());
        Token renewed = wait(replicas.get(1).after(refused));
        int before = StandIn.TOKENS.get();
        assertThat(wait(replicas.get(0).after(refused))).isEqualTo(renewed);
        assertThat(StandIn.TOKENS.get()).isEqualTo(before);
    }

    @Test
    void goesOnAfterAReplicaThatDiedWhileRenewing() {
        TokenRow.Stored stored = wait(row.read());
        assertThat(wait(row.claim(stored.generation(), Duration.ofMillis(500)))).isPresent();
        assertThat(wait(row.claim(stored.generation(), Duration.ofMillis(500)))).isEmpty();
        assertThat(wait(replicas.get(0).current()).generation()).isEqualTo(stored.generation() + 1);
    }

    @Test
    void leavesTheNextClaimAloneWhenItsOwnHasRunOut() {
        long generation = wait(row.read()).generation();
        OffsetDateTime first = wait(row.claim(generation, Duration.ofMillis(1))).orElseThrow();
        List<OffsetDateTime> next = new ArrayList<>();
        await().until(() -> {
            wait(row.claim(generation, Duration.ofSeconds(20))).ifPresent(next::add);
            return !next.isEmpty();
        });
        assertThat(wait(row.release(generation, first, Duration.ZERO))).isFalse();
        assertThat(wait(row.claim(generation, Duration.ofSeconds(20)))).isEmpty();
        assertThat(wait(row.release(generation, next.get(0), Duration.ZERO))).isTrue();
    }

    @Test
    void waitsForNoRenewalWhileItsTokenIsGood() {
        long generation = wait(row.read()).generation();
        Instant now = clock.instant();
        Token aging = new Token(generation + 1, "aging", now.minusSeconds(1_700), now.plusSeconds(100));
        assertThat(wait(row.store(generation, seal.seal(aging), aging))).isTrue();
        StandIn.holdTokens();
        try {
            CompletableFuture<Token> asked = replicas.get(0).current().subscribeAsCompletionStage();
            await().atMost(Duration.ofSeconds(5)).until(asked::isDone);
            assertThat(asked.join().value()).isEqualTo("aging");
        } finally {
            StandIn.giveTokens();
        }
        await().until(() -> wait(replicas.get(1).current()).generation() == generation + 2);
    }

    @Test
    void waitsOutNoClaimOfACallThatWasAnswered() {
        StandIn.failTokens(1);
        assertThatThrownBy(() -> wait(replicas.get(0).current())).isInstanceOf(UqpayNotSentException.class);
        Instant answered = clock.instant();
        assertThat(wait(pool.query("select renewing_until from uqpay_token").execute())
                        .iterator()
                        .next()
                        .getOffsetDateTime(0)
                        .toInstant())
                .as("what the failed call left of its claim")
                .isBefore(answered.plus(config.token().claim()).minusSeconds(5));
        assertThat(wait(replicas.get(1).current())).isNotNull();
    }

    @Test
    void neverReplacesANewerToken() {
        Token current = wait(replicas.get(0).current());
        Token late = new Token(
                current.generation(), "late", Instant.now(), Instant.now().plusSeconds(60));
        assertThat(wait(row.store(current.generation() - 1, seal.seal(late), late)))
                .isFalse();
        assertThat(wait(broker(new NoCopy()).current())).isEqualTo(current);
    }

    @Test
    void readsTheCopyWhenThereIsOne() {
        Token current = wait(replicas.get(0).current());
        Token copied = new Token(current.generation(), "copied", current.issuedAt(), current.expiresAt());
        TokenCopy copy = new NoCopy() {
            @Override
            public Uni<Optional<String>> read() {
                return Uni.createFrom().item(Optional.of(seal.sealText(copied)));
            }
        };
        assertThat(wait(broker(copy).current())).isEqualTo(copied);
    }

    @Test
    void takesARowSealedWithAnotherKeyAsNone() {
        wait(pool.query("update uqpay_token set ciphertext = '\\x0011', expires_at = now() + interval '1 hour'")
                .execute());
        int before = StandIn.TOKENS.get();
        wait(replicas.get(0).current());
        assertThat(StandIn.TOKENS.get()).isEqualTo(before + 1);
    }

    private List<Token> all(Function<TokenBroker, Uni<Token>> work) {
        List<Uni<Token>> asked = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            TokenBroker replica = replicas.get(i % replicas.size());
            asked.add(Uni.createFrom().deferred(() -> work.apply(replica)));
        }
        return wait(Uni.join().all(asked).andFailFast());
    }

    private TokenBroker broker(TokenCopy copy) {
        return new TokenBroker(row, copy, seal, calls, clock, pauses, config);
    }

    private static <T> T wait(Uni<T> work) {
        return work.await().atMost(Duration.ofSeconds(30));
    }

    /** Redis is gone. */
    private static class NoCopy implements TokenCopy {

        @Override
        public Uni<Optional<String>> read() {
            return Uni.createFrom().item(Optional.empty());
        }

        @Override
        public void keep(String sealed, Duration life) {}
    }
}
