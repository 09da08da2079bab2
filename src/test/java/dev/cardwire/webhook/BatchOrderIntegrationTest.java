// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.card.Cards;
import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.Database;
import dev.cardwire.testsupport.LocalServers;
import dev.cardwire.testsupport.SignedEvents;
import dev.cardwire.webhook.event.Envelope;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Events of one card in one batch, in the order that the network chose. */
@QuarkusTest
@QuarkusTestResource(LocalServers.class)
class BatchOrderIntegrationTest {

    @Inject
    Cards cards;

    @Inject
    Inbox inbox;

    @Test
    void eventBeforeTheOneThatMakesItsCardKnownIsAppliedToo() {
        String card = UUID.randomUUID().toString();
        String blocked = UUID.randomUUID().toString();
        String created = UUID.randomUUID().toString();
        batch(
                SignedEvents.status(blocked, card, "BLOCKED", "2099-11-20T10:00:00+08:00"),
                SignedEvents.created(created, card));
        assertThat(Api.statusOf(card)).isEqualTo("BLOCKED");
        assertThat(outcomeOf(blocked)).isEqualTo("applied");
        assertThat(outcomeOf(created)).isEqualTo("applied");
        assertThat(rows("select count(*) from card_change where card_id = '" + card + "'"))
                .containsExactly("2");
    }

    private void batch(String... bodies) {
        Instant now = Instant.parse("2026-11-20T02:00:00Z");
        List<Delivery> deliveries = Stream.of(bodies)
                .map(body ->
                        Envelope.read(body.getBytes(StandardCharsets.UTF_8)).orElseThrow())
                .map(envelope -> Delivery.of(envelope, "00", now))
                .toList();
        BatchWork work = new BatchWork(inbox, deliveries);
        cards.take(work.reports(), work).await().atMost(Duration.ofSeconds(20));
    }

    private static String outcomeOf(String event) {
        return rows("select outcome from webhook_event where event_id = '" + event + "'")
                .get(0);
    }

    private static List<String> rows(String sql) {
        return Database.ofTheWorld().rows(sql);
    }
}
