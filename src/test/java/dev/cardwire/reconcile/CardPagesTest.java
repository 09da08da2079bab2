// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.cardwire.cluster.CallPurpose;
import dev.cardwire.reconcile.CardPages.CardPage;
import dev.cardwire.uqpay.UqpayCard;
import dev.cardwire.uqpay.UqpayCardFilter;
import dev.cardwire.uqpay.UqpayPage;
import dev.cardwire.uqpay.UqpayUnavailableException;
import dev.cardwire.uqpay.client.Failures;
import dev.cardwire.uqpay.client.ReadCards;
import dev.cardwire.uqpay.client.UnaskedUqpay;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CardPagesTest {

    private final List<UqpayCard> all =
            IntStream.range(0, 250).mapToObj(CardPagesTest::card).toList();

    private final List<String> asked = new ArrayList<>();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    @Test
    void cardThatUqpayCannotListHidesOnlyItsNeighbours() {
        CardPage page = pages(Set.of(137)).readWhatCanBeHad(2, 100).await().indefinitely();
        assertThat(page.cards()).hasSize(90).doesNotContain(all.get(137)).contains(all.get(129), all.get(140));
        assertThat(page.leftOut()).isEqualTo(10);
        assertThat(page.isLast()).isFalse();
        assertThat(asked).startsWith("2x100", "1x100", "3x50", "11x10").endsWith("4x50");
        assertThat(metrics.counter("cardwire.reconcile.left.out").count()).isEqualTo(10);
    }

    @Test
    void pageWithoutAnyCardThatCanBeHadIsLeftOut() {
        Set<Integer> third = Set.copyOf(IntStream.range(200, 250).boxed().toList());
        CardPage page = pages(third).readWhatCanBeHad(3, 100).await().indefinitely();
        assertThat(page.cards()).isEmpty();
        assertThat(page.isLast()).isTrue();
        assertThat(page.leftOut()).isPositive();
    }

    @Test
    void firstPageIsNoExceptionAndSmallPagesAreNotDivided() {
        CardPage page = pages(Set.of(3)).readWhatCanBeHad(1, 10).await().indefinitely();
        assertThat(page.cards()).isEmpty();
        assertThat(page.leftOut()).isEqualTo(10);
        assertThat(page.isLast()).isFalse();
        assertThat(asked).containsExactly("1x10", "2x10");
    }

    /** Else a list would be left out page by page while UQPAY is away, and count as read. */
    @Test
    void nothingIsLeftOutWhileUqpayIsAway() {
        Set<Integer> everything = Set.copyOf(IntStream.range(0, 250).boxed().toList());
        assertThat(catchThrowable(
                        () -> pages(everything).readWhatCanBeHad(2, 100).await().indefinitely()))
                .isInstanceOf(UqpayUnavailableException.class);
        assertThat(asked).containsExactly("2x100", "1x100");
        assertThat(metrics.counter("cardwire.reconcile.left.out").count()).isZero();
    }

    private CardPages pages(Set<Integer> broken) {
        return new CardPages(
                new UnaskedUqpay() {
                    @Override
                    public Uni<UqpayPage<UqpayCard>> cards(
                            int page, int size, UqpayCardFilter filter, CallPurpose purpose) {
                        return Uni.createFrom().deferred(() -> {
                            asked.add(page + "x" + size);
                            int from = Math.min((page - 1) * size, all.size());
                            int to = Math.min(page * size, all.size());
                            return IntStream.range(from, to).anyMatch(broken::contains)
                                    ? Uni.createFrom().failure(Failures.unanswered())
                                    : Uni.createFrom()
                                            .item(new UqpayPage<>(
                                                    all.subList(from, to), (all.size() + size - 1) / size, all.size()));
                        });
                    }
                },
                metrics);
    }

    private static UqpayCard card(int number) {
        return ReadCards.card("{\"card_id\": \"" + new UUID(0, number) + "\"}", Instant.EPOCH);
    }
}
