// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.card.CardDirectory;
import dev.cardwire.card.ParkedReports;
import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.LocalServers;
import dev.cardwire.testsupport.SignedEvents;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A read that an event needs is made, also when UQPAY could not be asked then or the replica died. */
@QuarkusTest
@QuarkusTestResource(LocalServers.class)
class WantedReadsIntegrationTest {

    @TestHTTPResource("/")
    URL base;

    @Inject
    UnfinishedCards unfinished;

    @Inject
    CardDirectory directory;

    @Inject
    ParkedReports parked;

    @Inject
    SweepReads looks;

    @Inject
    AgroalDataSource store;

    @AfterEach
    void behaveWell() {
        Api.behaveWell();
    }

    @Test
    void sweepMakesTheReadThatCouldNotBeMadeAtOnce() throws Exception {
        String card = Api.activeCard();
        Api.blockUnheard(card);
        Api.behave(Map.of("http_error_rate", 1));
        assertThat(deliver(SignedEvents.status(UUID.randomUUID().toString(), card, "BLOCKED", "some day")))
                .contains("ignored");
        assertThat(wanted(card)).isNotNull();
        Api.behaveWell();
        execute("update card set read_wanted_at = now() - interval '1 day' where card_id = '" + card + "'");
        unfinished.look().await().atMost(Duration.ofSeconds(30));
        assertThat(Api.statusOf(card)).isEqualTo("BLOCKED");
        assertThat(wanted(card)).isNull();
    }

    @Test
    void readsThatAreWantedSinceTheSameMomentAreNotPassedOver() throws Exception {
        List<String> cards = List.of(Api.activeCard(), Api.activeCard(), Api.activeCard());
        execute("update card set read_wanted_at = now() - interval '2 days' where card_id in ('"
                + String.join("', '", cards) + "')");
        ReconcileConfig config = ReconcileSettings.with(Map.of("sweep.batch", "2"));
        new UnfinishedCards(directory, parked, looks, config, InstantSource.system())
                .look()
                .await()
                .atMost(Duration.ofSeconds(30));
        for (String card : cards) {
            assertThat(wanted(card)).isNull();
        }
    }

    private String deliver(String body) throws Exception {
        String gateway = base.toString().replaceAll("/$", "");
        return HttpClient.newHttpClient()
                .send(SignedEvents.delivery(gateway, body), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private String wanted(String card) throws SQLException {
        try (Connection connection = store.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("select read_wanted_at from card where card_id = '" + card + "'")) {
            rows.next();
            return rows.getString(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = store.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
