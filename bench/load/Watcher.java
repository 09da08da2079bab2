// SPDX-License-Identifier: Apache-2.0
package load;

import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A front-end that loses its connection now and then and resumes, and remembers every change it was told. */
final class Watcher implements Link.Owner {

    private final Loop loop;
    private final Target target;
    private final Tally tally;
    private final Random random;
    private final String scope;
    private final long breakMillis;

    final @Nullable UUID card;
    final @Nullable UUID holder;

    /** None before the first one is opened. */
    private @Nullable Link link;

    private String lastId = "";
    private boolean resumed;
    private long awayMillis;
    private long start = -1;
    private long[] positions = new long[64];
    private int count;

    /** @param card watched alone; null with a holder, both null for everything */
    Watcher(
            Loop loop,
            Target target,
            Tally tally,
            long seed,
            @Nullable UUID card,
            @Nullable UUID holder,
            long breakMillis) {
        this.loop = loop;
        this.target = target;
        this.tally = tally;
        this.random = new Random(seed);
        this.card = card;
        this.holder = holder;
        this.scope = card != null ? "?card_id=" + card : holder != null ? "?cardholder_id=" + holder : "";
        this.breakMillis = breakMillis;
    }

    void open() {
        resumed = !lastId.isEmpty();
        awayMillis = 100L + random.nextInt(900);
        Link opened = Link.open(loop, target, scope, lastId, this);
        link = opened;
        tally.opened();
        if (breakMillis > 0) {
            loop.after((long) (-Math.log(1 - random.nextDouble()) * breakMillis), () -> breakOff(opened));
        }
    }

    private void breakOff(Link opened) {
        if (opened == link) {
            tally.broken++;
            opened.close();
        }
    }

    /** Where the stream was live first: what the log holds behind it must come. */
    long start() {
        return start;
    }

    long[] positions() {
        return Arrays.copyOf(positions, count);
    }

    @Override
    public void status(int code) {
        if (code != 200) {
            tally.refused(code);
        }
    }

    @Override
    public void event(SseReader block) {
        switch (block.type()) {
            case "card.status" -> took(block);
            case "stream.live" -> {
                lastId = block.id();
                start = start < 0 ? block.position() : start;
            }
            case "stream.draining" -> {
                tally.draining++;
                awayMillis = millis(block.data());
            }
            case "stream.gap" -> tally.gaps++;
            case "card.snapshot" -> tally.wrongSnapshots += resumed ? 1 : 0;
            default -> tally.unknown++;
        }
    }

    @Override
    public void moved(String id) {
        lastId = id;
    }

    @Override
    public void closed() {
        loop.after(awayMillis, this::open);
    }

    private void took(SseReader block) {
        if (count == positions.length) {
            positions = Arrays.copyOf(positions, count * 2);
        }
        positions[count++] = block.position();
        lastId = block.id();
        tally.delivered++;
    }

    private static long millis(String draining) {
        return Long.parseLong(draining.replaceAll("\\D", ""));
    }
}
