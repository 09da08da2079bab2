// SPDX-License-Identifier: Apache-2.0
package load;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * Streams that break off and resume while changes come, and afterwards the comparison: what each client was told must be
 * what the log holds of its scope, in the same order, nothing missing and nothing twice. Exits with 1 otherwise.
 */
public final class Faithful {

    private record Logged(long position, UUID card, UUID holder) {}

    private final Options options;
    private final Target target;
    private final Cards cards;
    private final int cardCount;
    private final Tally tally = new Tally();
    private final List<Watcher> watchers = new ArrayList<>();

    private Faithful(Options options) {
        this.options = options;
        this.target = Target.of(options.text("url", "http://localhost:8080"));
        this.cardCount = options.number("cards", 1_000);
        this.cards = new Cards(cardCount, 10);
    }

    public static void main(String[] args) throws Exception {
        System.exit(new Faithful(new Options(args)).run() ? 0 : 1);
    }

    private boolean run() throws Exception {
        cards.create(target.address());
        Loop loop = Loop.start("streams");
        int streams = options.number("streams", 1_000);
        for (int i = 0; i < streams; i++) {
            watchers.add(watcher(loop, i));
        }
        for (int i = 0; i < streams; i += 50) {
            List<Watcher> some = watchers.subList(i, Math.min(streams, i + 50));
            loop.execute(() -> some.forEach(Watcher::open));
            Thread.sleep(100);
        }
        Thread.sleep(2_000);
        tally.forgetOpened();
        System.out.println("ready");
        int rate = options.number("rate", 200);
        int seconds = options.number("seconds", 120);
        Source source = new Source(target.address(), 16, cards::change);
        source.run((long) rate * seconds, rate);
        System.out.printf("changes posted: %d, posted again: %d%n", source.sent(), source.repeated());
        boolean faithful = compareInTime();
        System.out.println(tally);
        return faithful && tally.gaps == 0 && tally.wrongSnapshots == 0 && tally.unknown == 0;
    }

    /** One in a hundred watches everything, one in ten a cardholder, the others a card. */
    private Watcher watcher(Loop loop, int i) {
        boolean everything = i % 100 == 0;
        boolean holder = !everything && i % 10 == 0;
        return new Watcher(
                loop,
                target,
                tally,
                i,
                everything || holder ? null : Events.card(i % cardCount),
                holder ? cards.holderOf(i % cardCount) : null,
                options.number("break-ms", 20_000));
    }

    /** Whoever is on the way back when the last change is made has a minute to catch up. */
    private boolean compareInTime() throws Exception {
        List<Logged> log = log();
        int wrong = -1;
        for (int tries = 0; tries < 60 && wrong != 0; tries++) {
            Thread.sleep(1_000);
            wrong = (int)
                    watchers.stream().filter(watcher -> !agrees(watcher, log)).count();
        }
        System.out.printf(
                "log: %d changes; streams that differ from it: %d of %d%n", log.size(), wrong, watchers.size());
        watchers.stream().filter(watcher -> !agrees(watcher, log)).limit(5).forEach(watcher -> explain(watcher, log));
        return wrong == 0;
    }

    private static boolean agrees(Watcher watcher, List<Logged> log) {
        return watcher.start() >= 0 && Arrays.equals(watcher.positions(), expected(watcher, log));
    }

    private static long[] expected(Watcher watcher, List<Logged> log) {
        return log.stream()
                .filter(change -> change.position > watcher.start())
                .filter(change -> watcher.card == null || watcher.card.equals(change.card))
                .filter(change -> watcher.holder == null || watcher.holder.equals(change.holder))
                .mapToLong(Logged::position)
                .toArray();
    }

    private static void explain(Watcher watcher, List<Logged> log) {
        long[] told = watcher.positions();
        long[] expected = expected(watcher, log);
        int at = Arrays.mismatch(told, expected);
        System.out.printf(
                "card=%s holder=%s from=%d: told %d, in the log %d, first difference at %d: %s instead of %s%n",
                watcher.card,
                watcher.holder,
                watcher.start(),
                told.length,
                expected.length,
                at,
                at < 0 || at >= told.length ? "nothing" : told[at],
                at < 0 || at >= expected.length ? "nothing" : expected[at]);
    }

    private List<Logged> log() throws SQLException {
        List<Logged> log = new ArrayList<>();
        try (Connection store = DriverManager.getConnection(options.text("database", ""), "postgres", "postgres");
                ResultSet rows = store.createStatement()
                        .executeQuery("select position, card_id, cardholder_id from card_change"
                                + " where status_changed order by position")) {
            while (rows.next()) {
                log.add(new Logged(rows.getLong(1), rows.getObject(2, UUID.class), rows.getObject(3, UUID.class)));
            }
        }
        return log;
    }
}
