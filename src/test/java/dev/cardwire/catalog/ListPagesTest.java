// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.cardwire.cluster.CallPurpose;
import dev.cardwire.store.Page;
import dev.cardwire.uqpay.UqpayCardholder;
import dev.cardwire.uqpay.UqpayEvidence;
import dev.cardwire.uqpay.UqpayPage;
import dev.cardwire.uqpay.UqpayProduct;
import dev.cardwire.uqpay.UqpayUnavailableException;
import dev.cardwire.uqpay.client.UnaskedUqpay;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Lists of UQPAY with things in them that cannot be read. */
class ListPagesTest {

    private static final int COUNT = 145;

    private final List<String> asked = new ArrayList<>();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final ListPages pages = new ListPages(metrics);

    /** What UQPAY cannot list at all. */
    private Set<Integer> broken = Set.of();

    /** What it lists in a form that cannot be read. */
    private Set<Integer> odd = Set.of();

    private UqpayEvidence.Kind answer = UqpayEvidence.Kind.UNREADABLE;

    @Test
    void hidesOnlyTheNeighboursOfWhatCannotBeListed() {
        broken = Set.of(37);
        UqpayPage<Integer> page = read(1);
        assertThat(page.items()).hasSize(90).contains(29, 40, 99).doesNotContain(37);
        assertThat(page.unreadable()).isEqualTo(10);
        assertThat(page.totalPages()).isEqualTo(2);
        assertThat(page.totalItems()).isEqualTo(COUNT);
        assertThat(leftOut()).isEqualTo(10);
        assertThat(asked).startsWith("1x100", "1x10", "10x10").hasSize(11);
    }

    @Test
    void goesOnBehindSuchAPage() {
        broken = Set.of(37);
        odd = Set.of(120);
        UqpayPage<Integer> all =
                pages.all(ListPages.CARDHOLDERS, this::page).await().indefinitely();
        assertThat(all.items()).hasSize(COUNT - 11).contains(100, 144);
        assertThat(all.unreadable()).isEqualTo(11);
    }

    @Test
    void asksForTwoPartsOfAUqpayThatFailsForAll() {
        broken = Set.copyOf(IntStream.range(0, COUNT).boxed().toList());
        assertThat(catchThrowable(() -> read(1))).isInstanceOf(UqpayUnavailableException.class);
        assertThat(asked).containsExactly("1x100", "1x10", "10x10");
        assertThat(leftOut()).isZero();
    }

    @Test
    void asksNoMoreOfAUqpayThatDoesNotAnswer() {
        broken = Set.of(37);
        answer = UqpayEvidence.Kind.TIMED_OUT;
        assertThat(catchThrowable(() -> read(1))).isInstanceOf(UqpayUnavailableException.class);
        assertThat(asked).containsExactly("1x100");
    }

    /** The cursor counts UQPAY's rows: counting those that were shown, it would stay on the page for ever, or end there. */
    @Test
    void showsEveryCardholderBehindOneThatCannotBeRead() {
        odd = Set.of(3, 4, 60);
        CardholderPages holders = new CardholderPages(new Listed(), pages);
        List<String> shown = new ArrayList<>();
        int read = 0;
        String cursor = null;
        do {
            Page<CardholderView> page =
                    holders.page(null, CountedPage.of("7", cursor)).await().indefinitely();
            page.data().forEach(row -> shown.add(row.firstName()));
            cursor = page.nextCursor();
        } while (cursor != null && ++read < COUNT);
        assertThat(shown)
                .containsExactlyElementsOf(IntStream.range(0, COUNT)
                        .filter(number -> !odd.contains(number))
                        .mapToObj(String::valueOf)
                        .toList());
    }

    /** Whether it exists is not known then: 422 would send its caller away for good. */
    @Test
    void doesNotCallAProductUnknownThatMayBeAmongThoseThatCannotBeRead() {
        odd = Set.of(5);
        Catalog catalog = Catalogs.of(new Listed());
        assertThat(catalog.product(id(7), product -> true).await().indefinitely())
                .isPresent();
        assertThat(catchThrowable(
                        () -> catalog.product(id(5), product -> true).await().indefinitely()))
                .isInstanceOf(UqpayUnavailableException.class);
        odd = Set.of();
        assertThat(Catalogs.of(new Listed())
                        .product(new UUID(9, 9), product -> true)
                        .await()
                        .indefinitely())
                .isEmpty();
    }

    private UqpayPage<Integer> read(int number) {
        return pages.read(ListPages.CARDHOLDERS, number, 100, this::page)
                .await()
                .indefinitely();
    }

    private double leftOut() {
        return metrics.counter("cardwire.catalog.left.out", "list", ListPages.CARDHOLDERS)
                .count();
    }

    private Uni<UqpayPage<Integer>> page(int number, int size) {
        return Uni.createFrom().item(() -> {
            asked.add(number + "x" + size);
            List<Integer> on = IntStream.range((number - 1) * size, Math.min(COUNT, number * size))
                    .boxed()
                    .toList();
            if (on.stream().anyMatch(broken::contains)) {
                throw new UqpayUnavailableException("broken", UqpayEvidence.without(answer));
            }
            List<Integer> readable =
                    on.stream().filter(item -> !odd.contains(item)).toList();
            return new UqpayPage<>(readable, (COUNT + size - 1) / size, COUNT, on.size() - readable.size());
        });
    }

    private static UUID id(int number) {
        return new UUID(1, number);
    }

    private final class Listed extends UnaskedUqpay {

        @Override
        public Uni<UqpayPage<UqpayCardholder>> cardholders(int number, int size, @Nullable String status) {
            return page(number, size).map(found -> with(found, ListPagesTest::holder));
        }

        @Override
        public Uni<UqpayPage<UqpayProduct>> products(int number, int size, CallPurpose purpose) {
            return page(number, size).map(found -> with(found, ListPagesTest::product));
        }

        private <T> UqpayPage<T> with(UqpayPage<Integer> found, java.util.function.IntFunction<T> item) {
            return new UqpayPage<>(
                    found.items().stream().map(item::apply).toList(),
                    found.totalPages(),
                    found.totalItems(),
                    found.unreadable());
        }
    }

    private static UqpayCardholder holder(int number) {
        return new UqpayCardholder(
                id(number),
                "SUCCESS",
                null,
                String.valueOf(number),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static UqpayProduct product(int number) {
        return new UqpayProduct(
                id(number),
                null,
                null,
                "SHARE",
                List.of("VIR"),
                List.of("USD"),
                null,
                "ENABLED",
                null,
                null,
                null,
                null);
    }
}
