// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.net.ConnectException;
import java.sql.SQLException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StorageFailuresTest {

    @ParameterizedTest
    @ValueSource(strings = {"25006", "28P01", "28000", "3D000", "08P01", "53300", "57P03", "40001", "0A000", "XX000"})
    void takesARefusalOfTheStoreForTheStores(String state) {
        assertThat(StorageFailures.isOne(refusal(state))).isTrue();
        assertThat(StorageFailures.isOne(new IllegalStateException(new SQLException("refused", state))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"22001", "23505", "42601", "42P01"})
    void takesAWrongStatementForAFaultOfOurs(String state) {
        assertThat(StorageFailures.isOne(refusal(state))).isFalse();
        assertThat(StorageFailures.isOne(new IllegalStateException(new SQLException("refused", state))))
                .isFalse();
    }

    static Stream<Throwable> withoutState() {
        return Stream.of(
                Future.failedFuture("Pool closed").cause(),
                Future.failedFuture("Timeout").cause(),
                Future.failedFuture("Connection is not active now, current status: CLOSED")
                        .cause(),
                new VertxException("Pending requests failed to be sent due to connection has been closed."),
                new ConnectException("Connection refused"),
                new TimeoutException(),
                new io.smallrye.mutiny.TimeoutException(),
                new SQLException("the connection attempt failed"));
    }

    @ParameterizedTest
    @MethodSource("withoutState")
    void takesWhatTheDriverReportsForTheStores(Throwable reported) {
        assertThat(StorageFailures.isOne(reported)).isTrue();
        assertThat(StorageFailures.isOne(new CompletionException(reported))).isTrue();
    }

    @Test
    void takesAnythingElseForAFaultOfOurs() {
        assertThat(StorageFailures.isOne(new NullPointerException())).isFalse();
    }

    private static PgException refusal(String state) {
        return new PgException("refused", "FATAL", state, "");
    }
}
