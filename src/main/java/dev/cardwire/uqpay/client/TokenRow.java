// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The one row that decides which token is the token, and who may ask for the next. */
@ApplicationScoped
class TokenRow {

    private static final String READ = "select generation, ciphertext, renewing_until < now() as free from uqpay_token";

    private static final String CLAIM = """
            update uqpay_token set renewing_until = now() + make_interval(secs => $2)
            where generation = $1 and renewing_until < now() returning renewing_until""";

    private static final String STORE = """
            update uqpay_token set generation = $1 + 1, ciphertext = $2, expires_at = $3, renewing_until = 'epoch'
            where generation = $1""";

    private static final String RELEASE = """
            update uqpay_token set renewing_until = now() + make_interval(secs => $2)
            where generation = $1 and renewing_until = $3""";

    private static final double MILLIS = 1_000.0;

    private final Pool pool;
    private final Duration limit;

    TokenRow(Pool pool, UqpayConfig config) {
        this.pool = pool;
        this.limit = config.token().storeWithin();
    }

    /**
     * @param free whether nobody is renewing it
     */
    record Stored(long generation, byte @Nullable [] ciphertext, boolean free) {}

    Uni<Stored> read() {
        return inTime(pool.query(READ).execute()).map(rows -> {
            Row row = rows.iterator().next();
            Buffer sealed = row.getDelegate().getBuffer("ciphertext");
            return new Stored(
                    row.getLong("generation"), sealed == null ? null : sealed.getBytes(), row.getBoolean("free"));
        });
    }

    /** Until when the one replica that it is granted to may ask for the token after this generation; empty for all others. */
    Uni<Optional<OffsetDateTime>> claim(long generation, Duration claim) {
        return inTime(pool.preparedQuery(CLAIM).execute(Tuple.of(generation, claim.toMillis() / MILLIS)))
                .map(rows -> rows.rowCount() == 1
                        ? Optional.of(rows.iterator().next().getOffsetDateTime("renewing_until"))
                        : Optional.empty());
    }

    /** Stores the successor of a generation; false when another one came first. */
    Uni<Boolean> store(long generation, byte[] sealed, Token token) {
        return changes(
                STORE,
                Tuple.of(generation, Buffer.buffer(sealed), token.expiresAt().atOffset(ZoneOffset.UTC)));
    }

    /**
     * Gives a claim back after a failure that certainly made no token, for others to try after a while; false when it has run
     * out and somebody else holds the next: shortening that one would let two ask at once.
     */
    Uni<Boolean> release(long generation, OffsetDateTime claimedUntil, Duration pause) {
        return changes(RELEASE, Tuple.of(generation, pause.toMillis() / MILLIS, claimedUntil));
    }

    private Uni<Boolean> changes(String statement, Tuple arguments) {
        return inTime(pool.preparedQuery(statement).execute(arguments)).map(rows -> rows.rowCount() == 1);
    }

    /** All who need the token wait for this one query: it must end also when PostgreSQL is gone without a word. */
    private <T> Uni<T> inTime(Uni<T> query) {
        return query.ifNoItem().after(limit).failWith(() -> new TimeoutException("the store did not answer in time"));
    }
}
