// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

import dev.cardwire.problem.ProblemCode;
import dev.cardwire.problem.ProblemException;
import dev.cardwire.store.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Decides who carries out an intent: the unique index on caller and key lets one request in, whatever comes at once. */
@ApplicationScoped
class Claims {

    private static final String CLAIM = """
            insert into operation (operation_id, kind, state, caller, idempotency_key, target, fingerprint, upstream_key,
                card_id, cardholder_id, request_id, deadline, created_at)
            values (:id, :kind, 'REQUESTED', :caller, :key, :target, :fingerprint, :upstream, cast(cast(:card as text) as uuid),
                cast(cast(:holder as text) as uuid), cast(:request as text), :deadline, :now)
            on conflict do nothing""";

    /** The same operation goes out again under its upstream key, as long as UQPAY knows that. */
    private static final String RESUME = """
            update operation set state = 'REQUESTED', deadline = :deadline, ended_at = null, problem = null, attempts = 0
            where operation_id = :id and state = 'NOT_SENT' and key_held and sent_at > :since""";

    /** After that only a read shows whether it was done. */
    private static final String DOUBT_HELD = """
            update operation set state = 'IN_DOUBT', deadline = :now, ended_at = null
            where operation_id = :id and state = 'NOT_SENT' and key_held and sent_at <= :since""";

    /** Nothing is at stake but the order of changes, so of several the one that is known to be under way counts. */
    private static final String EARLIER = """
            select coalesce(max(case when state = 'IN_DOUBT' then 1 else 2 end), 0) from operation
            where card_id = :card and operation_id <> :self
              and (state in ('REQUESTED', 'SENT', 'IN_DOUBT')
                   or (state = 'ACCEPTED' and order_status in ('PENDING', 'PROCESSING') and created_at > :since))""";

    /** One at a time: a repeat of an older change that comes after a newer one would undo it. */
    private static final String HOLDER_KEY = "select count(pg_advisory_xact_lock(:key))";

    private static final String HOLDER_BUSY = """
            select count(*) from operation
            where cardholder_id = :holder and kind = 'UPDATE_CARDHOLDER' and operation_id <> :self
              and state in ('REQUESTED', 'SENT', 'IN_DOUBT')""";

    private final Transactions transactions;
    private final Operations operations;
    private final InstantSource clock;
    private final IssuingConfig config;

    Claims(Transactions transactions, Operations operations, InstantSource clock, IssuingConfig config) {
        this.transactions = transactions;
        this.operations = operations;
        this.clock = clock;
        this.config = config;
    }

    /** Notes the intent in its own commit, or finds who was first with its key. */
    Uni<Claim> claim(Intent intent) {
        UUID cardholderId = intent.cardholderId();
        return transactions.inTransaction(session -> cardholderId == null
                ? claimIn(session, intent)
                : session.createNativeQuery(HOLDER_KEY, Long.class)
                        .setParameter("key", cardholderId.getMostSignificantBits())
                        .getSingleResult()
                        .flatMap(locked -> claimIn(session, intent))
                        .flatMap(claim -> claim instanceof Claim.Won won
                                ? free(session, cardholderId, won).replaceWith(claim)
                                : Uni.createFrom().item(claim)));
    }

    private static Uni<Void> free(Mutiny.Session session, UUID cardholderId, Claim.Won won) {
        return session.createNativeQuery(HOLDER_BUSY, Long.class)
                .setParameter("holder", cardholderId)
                .setParameter("self", won.operationId())
                .getSingleResult()
                .invoke(others -> {
                    if (others > 0) {
                        throw new ProblemException(
                                ProblemCode.ORDER_IN_PROGRESS,
                                "Wait until the earlier change of this cardholder has ended.");
                    }
                })
                .replaceWithVoid();
    }

    /** The same inside a transaction that holds the key of the card. */
    Uni<Claim> claimIn(Mutiny.Session session, Intent intent) {
        Instant now = clock.instant();
        Claim.Won won = new Claim.Won(UUID.randomUUID(), UUID.randomUUID(), now.plus(config.deadline()));
        return session.createNativeQuery(CLAIM)
                .setParameter("id", won.operationId())
                .setParameter("kind", intent.kind().name())
                .setParameter("caller", intent.caller())
                .setParameter("key", intent.idempotencyKey())
                .setParameter("target", intent.target())
                .setParameter("fingerprint", intent.fingerprint())
                .setParameter("upstream", won.upstreamKey())
                .setParameter("card", text(intent.cardId()))
                .setParameter("holder", text(intent.cardholderId()))
                .setParameter("request", intent.requestId())
                .setParameter("deadline", won.deadline())
                .setParameter("now", now)
                .executeUpdate()
                .flatMap(inserted -> inserted == 1 ? Uni.createFrom().item(won) : first(session, intent));
    }

    private Uni<Claim> first(Mutiny.Session session, Intent intent) {
        return OperationRow.<OperationRow>find(
                        "caller = ?1 and idempotencyKey = ?2", intent.caller(), intent.idempotencyKey())
                .firstResult()
                .flatMap(row -> {
                    if (row == null) {
                        // freed between our insert and this read: it is anybody's again
                        return claimIn(session, intent);
                    }
                    Operation known = row.operation();
                    if (!MessageDigest.isEqual(known.fingerprint(), intent.fingerprint())) {
                        return Uni.createFrom().item(new Claim.Reused());
                    }
                    if (known.state() == OperationState.NOT_SENT) {
                        return resumed(session, intent, known);
                    }
                    return isAbandoned(known)
                            ? operations
                                    .expireIn(session, known.operationId())
                                    .invoke(done -> session.clear())
                                    .flatMap(done -> claimIn(session, intent))
                            : Uni.createFrom().item(new Claim.Known(known));
                });
    }

    /** A key that is still there without anything under way is held: a byte left, and nobody knows who answered. */
    private Uni<Claim> resumed(Mutiny.Session session, Intent intent, Operation known) {
        Instant now = clock.instant();
        Instant since = now.minus(config.repeatFor());
        Claim.Won won = new Claim.Won(known.operationId(), known.upstreamKey(), now.plus(config.deadline()));
        return session.createNativeQuery(RESUME)
                .setParameter("id", won.operationId())
                .setParameter("deadline", won.deadline())
                .setParameter("since", since)
                .executeUpdate()
                .flatMap(resumed -> resumed == 1
                        ? Uni.createFrom().item(won)
                        : session.createNativeQuery(DOUBT_HELD)
                                .setParameter("id", won.operationId())
                                .setParameter("now", now)
                                .setParameter("since", since)
                                .executeUpdate()
                                .invoke(doubted -> session.clear())
                                .flatMap(doubted -> claimIn(session, intent)));
    }

    /** How far the other changes of the card are. */
    Uni<Story.Earlier> earlier(Mutiny.Session session, UUID cardId, UUID self) {
        return session.createNativeQuery(EARLIER, Integer.class)
                .setParameter("card", cardId)
                .setParameter("self", self)
                .setParameter("since", clock.instant().minus(config.orderPatience()))
                .getSingleResult()
                .map(furthest -> switch (furthest) {
                    case 0 -> Story.Earlier.ENDED;
                    case 1 -> Story.Earlier.IN_DOUBT;
                    default -> Story.Earlier.UNDER_WAY;
                });
    }

    /** Its replica died before sending it, and it is too late to do so now. */
    private boolean isAbandoned(Operation known) {
        return known.state() == OperationState.REQUESTED && !known.deadline().isAfter(clock.instant());
    }

    private static @Nullable String text(@Nullable UUID id) {
        return id == null ? null : id.toString();
    }

    /** What became of the attempt to be the one that carries out an intent. */
    sealed interface Claim {

        /**
         * It is this request's to do.
         *
         * @param deadline nothing of it is sent for the first time after this; then it belongs to recovery
         */
        record Won(UUID operationId, UUID upstreamKey, Instant deadline) implements Claim {}

        /** The key was used for the same request before. */
        record Known(Operation operation) implements Claim {}

        /** The key was used for another request. */
        record Reused() implements Claim {}
    }
}
