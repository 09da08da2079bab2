package dev.cardwire.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cardwire.card.CardDirectory;
import dev.cardwire.card.Cards;
import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.LocalServers;
import dev.cardwire.uqpay.Failures;
import dev.cardwire.uqpay.ListedCards;
import dev.cardwire.uqpay.ReadCards;
import dev.cardwire.uqpay.Uqpay;
import dev.cardwire.uqpay.UqpayCard;
import dev.cardwire.uqpay.UqpayFailure;
import dev.cardwire.uqpay.UqpayNotSent.Reason;
import dev.cardwire.uqpay.UqpayPage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** An import goes on through what passes, and comes to the list's end. */
@QuarkusTest
@QuarkusTestResource(LocalServers.class)
class CardImportIntegrationTest {

    @Inject
    Imports imports;

    @Inject
    CardDirectory directory;

    @Inject
    Cards cards;

    @Test
    void pageThatCouldNotBeHadIsAskedForAgainAndAListWithoutTotalsIsReadToItsEnd() {
        UqpayCard first = stranger();
        UqpayCard second = stranger();
        Deque<Uni<UqpayPage<UqpayCard>>> answers = new ArrayDeque<>(List.of(
                page(first),
                failure(Failures.notSent(Reason.BUDGET)),
                failure(Failures.notSent(Reason.RATE_LIMITED)),
                failure(Failures.unanswered()),
                page(second),
                page()));
        ListedCards list = new ListedCards(Failures.unanswered(), number -> answers.remove());
        ImportProgress end = run(list);
        assertThat(end.state()).isEqualTo("DONE");
        assertThat(end.seen()).isEqualTo(2);
        assertThat(end.adopted()).isEqualTo(2);
        assertThat(list.asked).containsExactly(1, 2, 2, 2, 2, 3);
        assertThat(Api.statusOf(second.cardId().toString())).isEqualTo("ACTIVE");
    }

    @Test
    void waitsForTheNextMinutesCallsHoweverManyMinutesThereAre() {
        Deque<Uni<UqpayPage<UqpayCard>>> answers =
                new ArrayDeque<>(Collections.nCopies(25, failure(Failures.notSent(Reason.BUDGET))));
        answers.add(page());
        assertThat(run(new ListedCards(Failures.unanswered(), number -> answers.remove()))
                        .state())
                .isEqualTo("DONE");
    }

    @Test
    void endsWhenUqpayStaysAwayOrSaysNo() {
        ListedCards away = new ListedCards(Failures.unanswered(), number -> failure(Failures.unanswered()));
        assertThat(run(away).state()).isEqualTo("FAILED");
        assertThat(away.asked).hasSize(10);
        ListedCards refusing = new ListedCards(
                Failures.unanswered(), number -> failure(Failures.refused("invalid_request_error", "page_number")));
        assertThat(run(refusing).state()).isEqualTo("FAILED");
        assertThat(refusing.asked).hasSize(1);
    }

    private ImportProgress run(Uqpay uqpay) {
        ReconcileConfig config = ReconcileSettings.with(Map.of("sweep.every", "1ms"));
        UUID id = new CardImport(imports, uqpay, directory, cards, config)
                .start()
                .await()
                .indefinitely();
        await().until(() -> !progress(id).state().equals("RUNNING"));
        return progress(id);
    }

    private ImportProgress progress(UUID id) {
        return imports.find(id).await().indefinitely().orElseThrow();
    }

    private static Uni<UqpayPage<UqpayCard>> page(UqpayCard... found) {
        return Uni.createFrom().item(ListedCards.page(found));
    }

    private static Uni<UqpayPage<UqpayCard>> failure(UqpayFailure failure) {
        return Uni.createFrom().failure(failure);
    }

    private static UqpayCard stranger() {
        return ReadCards.card(
                "{\"card_id\": \"" + UUID.randomUUID() + "\", \"card_status\": \"ACTIVE\"}", Instant.now());
    }
}
