// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import dev.cardwire.cluster.TokenCopy;
import dev.cardwire.masking.OutageLog;
import dev.cardwire.time.BackOff;
import dev.cardwire.uqpay.UqpayEvidence;
import dev.cardwire.uqpay.UqpayNotSentException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Hands out the one token that all replicas share. The row in PostgreSQL decides; memory and Redis are copies of it. A
 * new token kills all others at once, so no two replicas may ask for one, and a replica that is refused first checks
 * whether there is a newer one.
 */
@ApplicationScoped
class TokenBroker implements Tokens {

    private static final Logger LOG = Logger.getLogger(TokenBroker.class);
    private static final int SLOWEST_POLL = 20;
    private static final int STORE_TRIES = 5;

    private final TokenRow row;
    private final TokenCopy copy;
    private final TokenSeal seal;
    private final TokenCalls calls;
    private final InstantSource clock;
    private final Pauses pauses;
    private final UqpayConfig.TokenConfig config;
    private final OutageLog outages;

    private final Shared finding = new Shared();
    private final Shared replacing = new Shared();
    private volatile @Nullable Token memory;

    TokenBroker(
            TokenRow row,
            TokenCopy copy,
            TokenSeal seal,
            TokenCalls calls,
            InstantSource clock,
            Pauses pauses,
            UqpayConfig config) {
        this.row = row;
        this.copy = copy;
        this.seal = seal;
        this.calls = calls;
        this.clock = clock;
        this.pauses = pauses;
        this.config = config.token();
        this.outages = OutageLog.of(LOG, "requests for a token of UQPAY's", clock);
    }

    @Override
    public Uni<Token> current() {
        Token known = memory;
        if (known != null && isFresh(known)) {
            return Uni.createFrom().item(known);
        }
        return finding.join(
                        () -> fromCopy().chain(copied -> copied.isPresent() ? remember(copied.get()) : fromRow(null)))
                .onFailure(failure -> !(failure instanceof UqpayNotSentException))
                .transform(TokenBroker::storeIsGone);
    }

    @Override
    public Uni<Token> after(Token refused) {
        Token known = memory;
        if (known != null && !known.value().equals(refused.value()) && isFresh(known)) {
            return Uni.createFrom().item(known);
        }
        return replacing
                .join(() -> fromRow(refused))
                .onFailure(failure -> !(failure instanceof UqpayNotSentException))
                .transform(TokenBroker::storeIsGone);
    }

    /** Of the token that this replica uses; 0 while it has none. */
    long generation() {
        Token known = memory;
        return known == null ? 0 : known.generation();
    }

    private Uni<Optional<Token>> fromCopy() {
        return copy.read().map(text -> text.flatMap(seal::openText).filter(this::isFresh));
    }

    /** The row's token if it is fresh and not the refused one; else its successor. */
    private Uni<Token> fromRow(@Nullable Token refused) {
        return row.read().chain(stored -> {
            Optional<Token> token = opened(stored)
                    .filter(found -> refused == null || !found.value().equals(refused.value()));
            if (token.filter(this::isFresh).isPresent()) {
                return publish(token.get());
            }
            return renew(stored.generation(), token.filter(left -> left.isValid(clock.instant())));
        });
    }

    /**
     * @param stillGood an old token that can be used meanwhile: nobody waits for a renewal that he does not need yet
     */
    private Uni<Token> renew(long seen, Optional<Token> stillGood) {
        return row.claim(seen, config.claim()).chain(until -> {
            if (until.isPresent()) {
                Uni<Token> renewed = ask(seen, until.get());
                if (stillGood.isEmpty()) {
                    return renewed;
                }
                // why it failed is reported where UQPAY was asked
                renewed.subscribe().with(token -> {}, failure -> {});
            }
            return stillGood.isPresent()
                    ? Uni.createFrom().item(stillGood.get())
                    : waitFor(seen, 0, clock.instant().plus(config.claim()));
        });
    }

    private Uni<Token> ask(long seen, OffsetDateTime claimedUntil) {
        return calls.ask(seen + 1).chain(verdict -> {
            Token token = verdict.result();
            if (token != null) {
                outages.answered();
                LOG.infof("renewed UQPAY's token: generation %d, until %s", token.generation(), token.expiresAt());
                return store(seen, token, 0);
            }
            if (isAnswer(verdict)) {
                outages.failed(verdict.message());
            }
            UqpayNotSentException failure =
                    new UqpayNotSentException(reason(verdict.kind()), "no token: " + verdict.message());
            // a call without an answer may still make a token: its claim runs out by itself
            Uni<Boolean> released = verdict.kind() == Verdict.Kind.IN_DOUBT
                    ? Uni.createFrom().item(false)
                    : row.release(seen, claimedUntil, config.afterFailure());
            return released.onFailure().recoverWithItem(false).chain(() -> Uni.createFrom()
                    .failure(failure));
        });
    }

    /** A call without one is an outage of UQPAY's, which is reported as such. */
    private static boolean isAnswer(Verdict<Token> verdict) {
        UqpayEvidence seen = verdict.evidence();
        if (seen == null) {
            return verdict.kind() == Verdict.Kind.UNAUTHORIZED;
        }
        return switch (seen.kind()) {
            case ANSWER, UNREADABLE, TOO_LARGE -> true;
            case TIMED_OUT, DISCONNECTED, NOT_SENT -> false;
        };
    }

    /** A token that is not stored is lost for everybody else, so the store is tried for as long as the claim may last. */
    private Uni<Token> store(long seen, Token token, int tries) {
        return row.store(seen, seal.seal(token), token)
                .chain(stored -> stored ? publish(token) : fromRow(null))
                .onFailure(failure -> tries < STORE_TRIES && !(failure instanceof UqpayNotSentException))
                .recoverWithUni(failure ->
                        pauses.pause(polls().spreadAfter(tries + 2)).chain(() -> store(seen, token, tries + 1)));
    }

    private Uni<Token> waitFor(long seen, int looks, Instant until) {
        if (!clock.instant().isBefore(until)) {
            return Uni.createFrom()
                    .failure(new UqpayNotSentException(
                            UqpayNotSentException.Reason.UNAVAILABLE, "no token: the renewal takes too long"));
        }
        return pauses.pause(polls().spreadAfter(looks)).chain(row::read).chain(stored -> {
            if (stored.generation() != seen) {
                Optional<Token> token = opened(stored);
                return token.isPresent() ? publish(token.get()) : renew(stored.generation(), Optional.empty());
            }
            return stored.free() ? renew(seen, Optional.empty()) : waitFor(seen, looks + 1, until);
        });
    }

    private Uni<Token> remember(Token token) {
        memory = token;
        return Uni.createFrom().item(token);
    }

    /** Only what came from the row goes to Redis: a copy of a copy could replace a newer one. */
    private Uni<Token> publish(Token token) {
        copy.keep(seal.sealText(token), Duration.between(clock.instant(), token.expiresAt()));
        return remember(token);
    }

    private Optional<Token> opened(TokenRow.Stored stored) {
        return Optional.ofNullable(stored.ciphertext()).flatMap(bytes -> seal.open(stored.generation(), bytes));
    }

    private boolean isFresh(Token token) {
        return token.isFresh(clock.instant(), config.margin());
    }

    private BackOff polls() {
        return new BackOff(config.poll(), config.poll().multipliedBy(SLOWEST_POLL));
    }

    private static UqpayNotSentException.Reason reason(Verdict.Kind kind) {
        return switch (kind) {
            case UNAUTHORIZED, STALE_TOKEN, REFUSED -> UqpayNotSentException.Reason.UNAUTHORIZED;
            case RATE_LIMITED -> UqpayNotSentException.Reason.RATE_LIMITED;
            case NO_BUDGET -> UqpayNotSentException.Reason.BUDGET;
            case NOT_SENT, UNCONFIRMED, IN_DOUBT, DONE -> UqpayNotSentException.Reason.UNAVAILABLE;
        };
    }

    private static Throwable storeIsGone(Throwable failure) {
        return new UqpayNotSentException(
                UqpayNotSentException.Reason.UNAVAILABLE,
                "no token: the store did not answer (" + failure.getClass().getSimpleName() + ")");
    }

    /** One piece of work for all who want its result while it runs. */
    private static final class Shared {

        private @Nullable Uni<Token> running;

        synchronized Uni<Token> join(Supplier<Uni<Token>> work) {
            Uni<Token> joined = running;
            if (joined == null) {
                joined = work.get().onTermination().invoke(this::end).memoize().indefinitely();
                running = joined;
            }
            return joined;
        }

        private synchronized void end() {
            running = null;
        }
    }
}
