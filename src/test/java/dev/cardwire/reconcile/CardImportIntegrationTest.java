// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.card.CardDirectory;
import dev.cardwire.card.Cards;
import dev.cardwire.cluster.lease.DutyLease;
import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.LocalServers;
import dev.cardwire.uqpay.Uqpay;
import dev.cardwire.uqpay.UqpayCard;
import dev.cardwire.uqpay.UqpayException;
import dev.cardwire.uqpay.UqpayNotSentException.Reason;
import dev.cardwire.uqpay.UqpayPage;
import dev.cardwire.uqpay.client.Failures;
import dev.cardwire.uqpay.client.ListedCards;
import dev.cardwire.uqpay.client.ReadCards;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An import goes on through what passes, and comes to the list's end. */
@QuarkusTest
@QuarkusTestResource(LocalServers.class)
class CardImportIntegrationTest {

    private static final DutyLease ALWAYS = () -> Uni.createFrom().item(true);

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
        assertThat(away.asked)
                .as("each pass but the first asks for another page too")
                .hasSize(119);
        ListedCards refusing = new ListedCards(
                Failures.unanswered(), number -> failure(Failures.refused("invalid_request_error", "page_number")));
        assertThat(run(refusing).state()).isEqualTo("FAILED");
        assertThat(refusing.asked).hasSize(1);
    }

    @Test
    void anotherReplicaGoesOnWhereOneVanished() {
        UqpayCard second = stranger();
        Deque<Uni<UqpayPage<UqpayCard>>> answers = new ArrayDeque<>(List.of(page(stranger()), page(second), page()));
        ListedCards list = new ListedCards(Failures.unanswered(), number -> answers.remove());
        CardImport vanishing = importing(list);
        UUID id = vanishing.start().await().indefinitely();
        Deque<Boolean> turns = new ArrayDeque<>(List.of(true, false));
        pass(vanishing, () -> Uni.createFrom().item(turns.remove()));
        assertThat(progress(id).state()).isEqualTo("RUNNING");
        assertThat(progress(id).seen()).isEqualTo(1);
        pass(importing(list), ALWAYS);
        assertThat(progress(id).state()).isEqualTo("DONE");
        assertThat(progress(id).seen()).isEqualTo(2);
        assertThat(list.asked).containsExactly(1, 2, 3);
        assertThat(Api.statusOf(second.cardId().toString())).isEqualTo("ACTIVE");
    }

    @Test
    void pageThatTwoReplicasDoAtOnceCountsOnce() {
        UUID id = importing(new ListedCards(Failures.unanswered(), number -> page()))
                .start()
                .await()
                .indefinitely();
        Imports.Place place = imports.next().await().indefinitely().orElseThrow();
        CardPages.CardPage hundred = new CardPages.CardPage(
                Stream.generate(() -> stranger()).limit(100).toList(), false, 2);
        imports.advance(place, hundred, 3).await().indefinitely();
        imports.advance(place, hundred, 0).await().indefinitely();
        assertThat(progress(id).seen()).isEqualTo(100);
        assertThat(progress(id).leftOut()).isEqualTo(2);
        assertThat(progress(id).adopted()).isEqualTo(3);
        pass(importing(new ListedCards(Failures.unanswered(), number -> page())), ALWAYS);
    }

    private CardImport importing(Uqpay uqpay) {
        return new CardImport(imports, new CardPages(uqpay, new SimpleMeterRegistry()), directory, cards);
    }

    private static void pass(CardImport importer, DutyLease turn) {
        importer.pass(turn).await().indefinitely();
    }

    private ImportProgress run(Uqpay uqpay) {
        CardImport importer = importing(uqpay);
        UUID id = importer.start().await().indefinitely();
        while (progress(id).state().equals("RUNNING")) {
            pass(importer, ALWAYS);
        }
        return progress(id);
    }

    private ImportProgress progress(UUID id) {
        return imports.find(id).await().indefinitely().orElseThrow();
    }

    private static Uni<UqpayPage<UqpayCard>> page(UqpayCard... found) {
        return Uni.createFrom().item(ListedCards.page(found));
    }

    private static Uni<UqpayPage<UqpayCard>> failure(UqpayException failure) {
        return Uni.createFrom().failure(failure);
    }

    private static UqpayCard stranger() {
        return ReadCards.card(
                "{\"card_id\": \"" + UUID.randomUUID() + "\", \"card_status\": \"ACTIVE\"}", Instant.now());
    }
}
