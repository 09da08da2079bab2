// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.cluster.async.CallerContext;
import dev.cardwire.store.Transactions;
import dev.cardwire.uqpay.UqpayJson;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * The rows of writes at UQPAY. Every step is conditional on the state it leaves, so that two who want the same step
 * cannot both have it, and each is a commit of its own.
 */
@ApplicationScoped
public class Operations {

    private static final String REQUEST = "select request from operation where operation_id = :id";

    private static final String SEND = """
            update operation set state = 'SENT', sent_at = coalesce(sent_at, :now), attempts = 1, request = :request
            where operation_id = :id and state = 'REQUESTED' and deadline > :now""";

    /**
     * Frees the key in the same step, unless a byte left earlier. Not once recovery has taken the operation over, which it
     * says by raising {@code attempts}: its repeat may be on its way, and a key that is free by then would let the caller make
     * a second card.
     */
    private static final String NOT_SENT = """
            update operation set state = 'NOT_SENT', request = null, ended_at = :now,
                idempotency_key = case when key_held then idempotency_key end,
                problem = coalesce(cast(:problem as text), problem)
            where operation_id = :id and (state in ('REQUESTED', 'NOT_SENT') or (state = 'SENT' and attempts <= 1))""";

    private static final String EXPIRE = """
            update operation set state = 'NOT_SENT', ended_at = :now,
                idempotency_key = case when key_held then idempotency_key end
            where operation_id = :id and state = 'REQUESTED' and deadline <= :now""";

    /** A byte left, and the answer may not have been UQPAY's: the same request goes out under the same upstream key. */
    private static final String HOLD = """
            update operation set state = 'NOT_SENT', key_held = true, request = null, ended_at = :now, problem = :problem
            where operation_id = :id and state = 'SENT' and attempts <= 1""";

    /** Its caller is answered that the outcome is not known; it stays its first sender's until its deadline. */
    private static final String MARK_DOUBT = """
            update operation set state = 'IN_DOUBT', problem = :problem where operation_id = :id and state = 'SENT'""";

    /** Its caller is answered without UQPAY's answer, and so are all repeats. */
    private static final String MARK_ANSWERED = """
            update operation set answer = coalesce(answer, '{}') where operation_id = :id and state = 'ACCEPTED'""";

    private static final String FORGET =
            "delete from operation where operation_id = :id and state = 'REQUESTED' and not key_held";

    private static final String KEEP_HELD = """
            update operation set state = 'NOT_SENT', ended_at = :now
            where operation_id = :id and state = 'REQUESTED' and key_held""";

    private static final String GIVE_UP = """
            update operation set state = 'UNRESOLVED', request = null, ended_at = :now
            where operation_id = :id and state in ('SENT', 'IN_DOUBT')""";

    /** In its own commit before a repeat leaves: from here on the first sender may not free the key any more. */
    private static final String TAKE_UP = """
            update operation set state = 'IN_DOUBT', attempts = attempts + 1, deadline = :deadline
            where operation_id = :id and state in ('SENT', 'IN_DOUBT') and deadline <= :now""";

    private static final String DOUBT = """
            update operation set state = 'IN_DOUBT', deadline = :deadline,
                problem = coalesce(cast(:problem as text), problem)
            where operation_id = :id and state in ('SENT', 'IN_DOUBT')""";

    private final Transactions transactions;
    private final RequestCipher cipher;
    private final InstantSource clock;
    private final OperationEnds ends;

    Operations(Transactions transactions, RequestCipher cipher, InstantSource clock, OperationEnds ends) {
        this.ends = ends;
        this.transactions = transactions;
        this.cipher = cipher;
        this.clock = clock;
    }

    /** The step before the first byte leaves; false when the deadline has passed, and then nothing may be sent. */
    Uni<Boolean> send(UUID operationId, ObjectNode request) {
        return CallerContext.onWorker(() -> cipher.seal(UqpayJson.write(request)))
                .flatMap(bytes -> transactions.inTransaction(session -> session.createNativeQuery(SEND)
                        .setParameter("id", operationId)
                        .setParameter("now", clock.instant())
                        .setParameter("request", bytes)
                        .executeUpdate()
                        .map(rows -> rows == 1)));
    }

    /** UQPAY did nothing: frees the key; false when the operation is no longer its first sender's to judge. */
    Uni<Boolean> notSent(UUID operationId, @Nullable String problem) {
        return transactions.inTransaction(session -> step(session, NOT_SENT, operationId, "problem", problem));
    }

    /** Nothing was done as far as the answer says, but a byte left: the key stays with this request. */
    Uni<Boolean> hold(UUID operationId, String problem) {
        return transactions.inTransaction(session -> step(session, HOLD, operationId, "problem", problem));
    }

    /** Its state for a caller that waits no longer for UQPAY's answer: in doubt, unless it has ended. */
    Uni<Optional<Operation>> answerFromRow(UUID operationId, String problem) {
        return transactions
                .inTransaction(session -> session.createNativeQuery(MARK_DOUBT)
                        .setParameter("id", operationId)
                        .setParameter("problem", problem)
                        .executeUpdate()
                        .flatMap(doubted -> session.createNativeQuery(MARK_ANSWERED)
                                .setParameter("id", operationId)
                                .executeUpdate()))
                .flatMap(done -> find(operationId));
    }

    /** A check found that UQPAY did it. */
    public Uni<Void> end(OperationEnds.End end) {
        return transactions.inTransaction(session -> end(session, end));
    }

    /** The same in the transaction that writes what follows from it. */
    public Uni<Void> end(Mutiny.Session session, OperationEnds.End end) {
        return ends.accept(session, end);
    }

    /** UQPAY said no, beyond doubt. */
    public Uni<Boolean> refused(UUID operationId, String problem) {
        return transactions.inTransaction(session -> ends.refuse(session, operationId, problem, null));
    }

    /**
     * The outcome is not known; recovery checks it from {@code lookAgain} on.
     *
     * @param problem what was last seen of it; null where that says nothing new
     */
    public Uni<Boolean> inDoubt(UUID operationId, Instant lookAgain, @Nullable String problem) {
        return transactions.inTransaction(session -> session.createNativeQuery(DOUBT)
                .setParameter("id", operationId)
                .setParameter("deadline", lookAgain)
                .setParameter("problem", problem)
                .executeUpdate()
                .map(rows -> rows == 1));
    }

    /** A request that broke a rule leaves nothing behind, unless a byte of it had left before. */
    Uni<Void> forget(UUID operationId) {
        return transactions.inTransaction(session -> session.createNativeQuery(FORGET)
                .setParameter("id", operationId)
                .executeUpdate()
                .flatMap(rows -> rows == 1
                        ? Uni.createFrom().voidItem()
                        : step(session, KEEP_HELD, operationId, null, null).replaceWithVoid()));
    }

    /** The operation; empty when no operation has this id. */
    public Uni<Optional<Operation>> find(UUID operationId) {
        return transactions.inSession(session -> session.find(OperationRow.class, operationId)
                .map(found -> Optional.ofNullable(found).map(OperationRow::operation)));
    }

    /** Operations whose owner is gone or whose outcome is not known, longest waiting first. */
    public Uni<List<Operation>> overdue(int limit) {
        return transactions.inSession(session -> OperationRow.<OperationRow>find(
                        "state in ('REQUESTED', 'SENT', 'IN_DOUBT') and deadline <= ?1 order by deadline",
                        clock.instant())
                .range(0, limit - 1)
                .list()
                .map(OperationRow::operations));
    }

    /**
     * The right to check an operation until {@code until}; false when it has ended or another replica checks it already.
     */
    public Uni<Boolean> takeUp(UUID operationId, Instant until) {
        return transactions.inTransaction(session -> session.createNativeQuery(TAKE_UP)
                .setParameter("id", operationId)
                .setParameter("deadline", until)
                .setParameter("now", clock.instant())
                .executeUpdate()
                .map(rows -> rows == 1));
    }

    /** Nothing more can be found out: an operator settles it, or a late event does. */
    public Uni<Boolean> giveUp(UUID operationId) {
        return transactions.inTransaction(session -> step(session, GIVE_UP, operationId, null, null));
    }

    /** The body that was sent; empty once the operation has ended, or when no configured key opens it. */
    public Uni<Optional<byte[]>> requestOf(UUID operationId) {
        return transactions.inSession(session -> session.createNativeQuery(REQUEST, byte[].class)
                .setParameter("id", operationId)
                .getSingleResultOrNull()
                .map(bytes -> Optional.ofNullable(bytes).flatMap(cipher::open)));
    }

    /** A {@code REQUESTED} past its deadline was never sent, and now never will be. */
    public Uni<Boolean> expire(UUID operationId) {
        return transactions.inTransaction(session -> expireIn(session, operationId));
    }

    /** The same inside a transaction. */
    Uni<Boolean> expireIn(Mutiny.Session session, UUID operationId) {
        return step(session, EXPIRE, operationId, null, null);
    }

    /** The operation that issued a card, whose id the card carries as its tag; empty for a card from elsewhere. */
    public Uni<Optional<UUID>> issuerOf(UUID cardId) {
        return transactions.inSession(session -> OperationRow.<OperationRow>find(
                        "cardId = ?1 and kind = ?2", cardId, OperationKind.ISSUE_CARD)
                .firstResult()
                .map(found -> Optional.ofNullable(found).map(issuer -> issuer.operationId)));
    }

    private Uni<Boolean> step(
            Mutiny.Session session, String sql, UUID id, @Nullable String name, @Nullable String value) {
        var query = session.createNativeQuery(sql).setParameter("id", id).setParameter("now", clock.instant());
        if (name != null) {
            query.setParameter(name, value);
        }
        return query.executeUpdate().map(rows -> rows == 1);
    }
}
