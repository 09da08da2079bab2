// SPDX-License-Identifier: Apache-2.0
package load;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

/**
 * One webhook at a time, and one resume at a time, with the log as it is; or, with {@code --fill}, the rows that make it
 * longer, as old changes of other cards would have.
 */
public final class Growth {

    private static final int CARDS = 200;
    private static final int AWAY = 1_000;

    private static final String FILL = """
            with head as (update feed_head set position = position + %1$d returning position - %1$d as before)
            insert into card_change (position, card_id, version, card_status, previous_status, status_changed, holder_named,
                card_order_id, cardholder_id, cause, event_id, occurred_at)
            select before + n, md5('card' || n %% 500000)::uuid, n / 500000 + 2, 'FROZEN', 'ACTIVE', true, false, 'order',
                md5('holder' || n %% 50000)::uuid, 'WEBHOOK', md5('event' || n)::uuid, now()
            from head, generate_series(1, %1$d) as n""";

    private final Options options;
    private final Target target;
    private final Cards cards = new Cards(CARDS, 10);
    private final Loop loop;
    private final Random random = new Random(1);

    private Growth(Options options) throws IOException {
        this.options = options;
        this.target = Target.of(options.text("url", "http://localhost:8080"));
        this.loop = Loop.start("streams");
    }

    public static void main(String[] args) throws Exception {
        Growth growth = new Growth(new Options(args));
        int rows = growth.options.number("fill", 0);
        if (rows > 0) {
            growth.fill(rows);
        } else {
            growth.measure();
        }
        System.exit(0);
    }

    private void fill(int rows) throws SQLException {
        try (Connection store = DriverManager.getConnection(options.text("database", ""), "postgres", "postgres");
                Statement statement = store.createStatement()) {
            statement.execute(FILL.formatted(rows));
            statement.execute("vacuum analyze card_change");
        }
    }

    private void measure() throws Exception {
        cards.create(target.address());
        webhooks(2_000);
        String head = resumed("", "");
        System.out.println("  webhook: " + webhooks(2_000).summary());
        int times = options.number("resumes", 400);
        resumes(head, 100, false);
        System.out.println(
                "  resume, a card:     " + resumes(head, times, false).summary());
        System.out.println("  resume, everything: " + resumes(head, times, true).summary());
    }

    private Latencies webhooks(int count) {
        Latencies latencies = new Latencies();
        try (Post post = new Post(target.address())) {
            for (int i = 0; i < count; i++) {
                byte[] request = cards.change(0);
                long start = System.nanoTime();
                if (post.send(request) != 200) {
                    throw new IllegalStateException("a webhook was refused");
                }
                latencies.add(System.nanoTime() - start);
            }
        }
        return latencies;
    }

    private Latencies resumes(String head, int times, boolean everything) throws Exception {
        String log = head.substring(0, head.indexOf('-') + 1);
        long position = Long.parseLong(head.substring(log.length()));
        Latencies latencies = new Latencies();
        for (int i = 0; i < times; i++) {
            String scope = everything ? "" : "?card_id=" + Events.card(random.nextInt(CARDS));
            long start = System.nanoTime();
            resumed(scope, log + Math.max(0, position - AWAY + random.nextInt(100)));
            latencies.add(System.nanoTime() - start);
        }
        return latencies;
    }

    /** The id of {@code stream.live}. */
    private String resumed(String scope, String lastEventId) throws Exception {
        CountDownLatch live = new CountDownLatch(1);
        String[] id = new String[1];
        Link[] link = new Link[1];
        loop.execute(() -> link[0] = Link.open(loop, target, scope, lastEventId, new Link.Owner() {
            @Override
            public void status(int code) {}

            @Override
            public void event(SseReader block) {
                if (block.typeIs("stream.live")) {
                    id[0] = block.id();
                    live.countDown();
                }
            }

            @Override
            public void closed() {}
        }));
        live.await();
        loop.execute(link[0]::close);
        return id[0];
    }
}
