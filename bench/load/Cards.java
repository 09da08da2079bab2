// SPDX-License-Identifier: Apache-2.0
package load;

import java.net.InetSocketAddress;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** The cards of a run: made known by events, then frozen and thawed in turn. */
final class Cards {

    private final int count;
    private final int perHolder;
    private final AtomicInteger turn = new AtomicInteger();

    Cards(int count, int perHolder) {
        this.count = count;
        this.perHolder = perHolder;
    }

    UUID holderOf(int card) {
        return Events.holder(card / perHolder);
    }

    /** Makes all of them known; a second time changes nothing. */
    void create(InetSocketAddress gateway) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        new Source(gateway, 32, due -> {
                    int card = next.getAndIncrement();
                    return Events.created(Events.card(card), holderOf(card));
                })
                .run(count, 0);
    }

    /** The next change: every card in turn, frozen in one round and thawed in the other. */
    byte[] change(long stamp) {
        int number = turn.getAndIncrement();
        String status = number / count % 2 == 0 ? "FROZEN" : "ACTIVE";
        return Events.status(Events.card(number % count), status, stamp);
    }
}
