// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The document's tables are what the code does. */
class LifecycleTableTest {

    private static final Path DOCUMENT = Path.of("docs/lifecycle.md");
    private static final Path EXPECTED = Path.of("target/lifecycle-tables.md");
    private static final String BEGIN = "<!-- tables: written by LifecycleTableTest -->\n";
    private static final String END = "<!-- end of tables -->";

    private static final EventTime BEFORE = new EventTime(BigDecimal.valueOf(1_000));
    private static final EventTime KNOWN = new EventTime(BigDecimal.valueOf(2_000));
    private static final EventTime AFTER = new EventTime(BigDecimal.valueOf(3_000));
    private static final long SEEN = 7;

    private record Column(String title, CardSignal signal) {}

    @Test
    void documentShowsWhatTheCodeDoes() throws IOException {
        String tables = tables();
        Files.createDirectories(EXPECTED.getParent());
        Files.writeString(EXPECTED, tables);
        String document = Files.readString(DOCUMENT);
        String block = document.substring(document.indexOf(BEGIN) + BEGIN.length(), document.indexOf(END));
        assertThat(block)
                .as("docs/lifecycle.md; what belongs between its marks is in %s", EXPECTED)
                .isEqualTo(tables);
    }

    @Test
    void nothingLeavesAFinalState() {
        for (CardStatus status : CardStatus.values()) {
            if (status.isFinal()) {
                assertThat(columns(status)).allSatisfy(column -> assertThat(next(status, column.signal()))
                        .isNotInstanceOf(Transition.Moved.class)
                        .isNotInstanceOf(Transition.Undecided.class));
            }
        }
    }

    @Test
    void nothingGoesBackToPending() {
        for (CardStatus from :
                Set.of(CardStatus.ACTIVE, CardStatus.FROZEN, CardStatus.BLOCKED, CardStatus.PRE_CANCEL)) {
            assertThat(columns(from))
                    .extracting(column -> next(from, column.signal()))
                    .doesNotContain(new Transition.Moved(from, CardStatus.PENDING));
        }
    }

    private static String tables() {
        StringBuilder text = new StringBuilder();
        text.append("\n### What says nothing of time\n\n").append(table(undated()));
        text.append("\n### `card.status.update.succeeded`, newer than everything known\n\n")
                .append(table(reported()));
        text.append("\n### The same, at other times\n\n").append(table(timed()));
        text.append("\n### A read at UQPAY, no signal since it was sent\n\n").append(table(read()));
        return text.append('\n').toString();
    }

    private static String table(List<Column> columns) {
        StringBuilder text = new StringBuilder("| the card is |");
        columns.forEach(column -> text.append(' ').append(column.title()).append(" |"));
        text.append("\n|").append(" --- |".repeat(columns.size() + 1)).append('\n');
        List<@Nullable CardStatus> rows = new ArrayList<>();
        rows.add(null);
        rows.addAll(List.of(CardStatus.values()));
        for (CardStatus row : rows) {
            text.append("| ").append(row == null ? "not known" : row).append(" |");
            columns.forEach(column ->
                    text.append(' ').append(word(next(row, column.signal()))).append(" |"));
            text.append('\n');
        }
        return text.toString();
    }

    private static Transition next(@Nullable CardStatus status, CardSignal signal) {
        return CardLifecycle.next(
                status == null ? CardState.NOT_KNOWN : new CardState(status, KNOWN, null, SEEN, 2, BEFORE), signal);
    }

    @Test
    void countsMissesThatAreTenMinutesApart() {
        CardState once = new CardState(CardStatus.ACTIVE, KNOWN, null, SEEN, 1, KNOWN);
        CardState twice = new CardState(CardStatus.ACTIVE, KNOWN, null, SEEN, 2, KNOWN);
        assertThat(CardLifecycle.next(once, missing(600))).isInstanceOf(Transition.Unchanged.class);
        assertThat(CardLifecycle.next(twice, missing(599))).isInstanceOf(Transition.Unchanged.class);
        assertThat(CardLifecycle.next(twice, missing(600)))
                .isEqualTo(new Transition.Moved(CardStatus.ACTIVE, CardStatus.UNKNOWN));
        assertThat(CardLifecycle.next(twice, new CardSignal.NotFound(AFTER, SEEN + 1, false)))
                .as("a signal came since it was asked")
                .isInstanceOf(Transition.Undecided.class);
        assertThat(CardLifecycle.next(once, new CardSignal.NotFound(KNOWN, SEEN, true)))
                .as("a person asked")
                .isInstanceOf(Transition.Moved.class);
    }

    private static CardSignal missing(int secondsLater) {
        return new CardSignal.NotFound(KNOWN.plus(Duration.ofSeconds(secondsLater)), SEEN, false);
    }

    private static String word(Transition transition) {
        if (transition instanceof Transition.Moved moved) {
            return "**" + moved.to() + "**";
        } else if (transition instanceof Transition.Refused) {
            return "refused";
        }
        return transition instanceof Transition.Undecided ? "read" : "–";
    }

    private static List<Column> columns(CardStatus status) {
        List<Column> all = new ArrayList<>(undated());
        all.addAll(reported());
        all.addAll(timed());
        all.addAll(read());
        return all;
    }

    private static List<Column> undated() {
        return List.of(
                new Column("UQPAY accepted the order", new CardSignal.Accepted(null)),
                new Column("`card.create.succeeded`", new CardSignal.Provisioned(CardStatus.ACTIVE)),
                new Column("`card.create.failed`", new CardSignal.ProvisioningFailed()),
                new Column("another event mentions ACTIVE", new CardSignal.StatusMentioned(CardStatus.ACTIVE)),
                new Column("… mentions FROZEN", new CardSignal.StatusMentioned(CardStatus.FROZEN)),
                new Column("… mentions CANCELLED", new CardSignal.StatusMentioned(CardStatus.CANCELLED)),
                new Column("… hints at a change", new CardSignal.StatusMentioned(CardStatus.UNKNOWN)),
                new Column("a fact", new CardSignal.Noted()),
                new Column("no such card, the third time", new CardSignal.NotFound(AFTER, SEEN, false)));
    }

    private static List<Column> reported() {
        List<Column> columns = new ArrayList<>();
        for (CardStatus status : CardStatus.values()) {
            columns.add(new Column(status.name(), new CardSignal.StatusReported(status, AFTER)));
        }
        return columns;
    }

    private static List<Column> timed() {
        return List.of(
                new Column("older: ACTIVE", new CardSignal.StatusReported(CardStatus.ACTIVE, BEFORE)),
                new Column("older: CANCELLED", new CardSignal.StatusReported(CardStatus.CANCELLED, BEFORE)),
                new Column("same time: ACTIVE", new CardSignal.StatusReported(CardStatus.ACTIVE, KNOWN)),
                new Column("same time: FROZEN", new CardSignal.StatusReported(CardStatus.FROZEN, KNOWN)),
                new Column("no time: ACTIVE", new CardSignal.StatusReported(CardStatus.ACTIVE, null)),
                new Column("no time: CANCELLED", new CardSignal.StatusReported(CardStatus.CANCELLED, null)));
    }

    private static List<Column> read() {
        List<Column> columns = new ArrayList<>();
        for (CardStatus status : CardStatus.values()) {
            columns.add(new Column(status.name(), new CardSignal.ReadBack(status, AFTER, SEEN)));
        }
        return columns;
    }
}
