// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.chaos;

import dev.cardwire.chaos.verdict.Evidence;
import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.PackagedGateway;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Pages that watch everything, one cardholder or one card. They fall asleep and come back, and their tickets are revoked:
 * then another page opens in their place, and the old ticket is shown again wherever there is a door.
 */
final class FrontEnds implements Runnable, AutoCloseable {

    private static final long PAUSE_NANOS = 1_500_000_000;
    /** More of them cost the run's own machine more than the gateway's. */
    private static final int MOST_TICKETS = 60;

    private final ChaosWorld world;
    private final Random random;
    private final Supplier<List<String>> cards;
    private final List<FrontEnd> all = new CopyOnWriteArrayList<>();
    private volatile boolean stopping;

    /** @param cards those that callers know */
    FrontEnds(ChaosWorld world, long seed, Supplier<List<String>> cards) {
        this.world = world;
        this.random = new Random(seed);
        this.cards = cards;
        for (int page = 0; page < 2; page++) {
            all.add(new FrontEnd("key " + page, world.url(), Evidence.Scope.EVERYTHING, null));
        }
    }

    /** Two that watch everything by key, and one of each kind with a ticket. */
    boolean areLive() {
        return all.stream().allMatch(FrontEnd::isLive);
    }

    List<Evidence.Stream> streams() {
        return all.stream().map(FrontEnd::stream).toList();
    }

    List<Evidence.Ticket> tickets() {
        return all.stream().map(FrontEnd::evidence).filter(Objects::nonNull).toList();
    }

    void stop() {
        stopping = true;
        all.forEach(FrontEnd::wake);
    }

    @Override
    public void close() throws IOException {
        for (FrontEnd page : all) {
            page.close();
        }
    }

    @Override
    public void run() {
        while (!stopping) {
            LockSupport.parkNanos(PAUSE_NANOS);
            try {
                act();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
                return;
            } catch (Exception | AssertionError away) { // the client also throws what it does not declare
                world.surprises.check(away);
                // no gateway answered: next time, then
            }
        }
        finish();
    }

    /** A revocation that nobody confirmed is repeated until somebody does. */
    private void finish() {
        for (FrontEnd page : all) {
            while (page.isRevoked()
                    && !isRevoked(page)
                    && !Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            page.wake();
        }
    }

    private static boolean isRevoked(FrontEnd page) {
        try {
            return page.ticket() == null || page.ticket().revoke();
        } catch (Exception away) { // the client also throws what it does not declare
            return false;
        }
    }

    private void act() throws IOException, InterruptedException {
        all.forEach(FrontEnd::wake);
        List<FrontEnd> open = all.stream()
                .filter(page -> page.ticket() != null && !page.isRevoked())
                .toList();
        if (open.size() < 3) {
            open(open.size() + random.nextInt(2));
            return;
        }
        FrontEnd page = open.get(random.nextInt(open.size()));
        switch (random.nextInt(4)) {
            case 0, 1 -> page.sleep();
            case 2 -> revoke(page);
            default -> knock();
        }
    }

    private void open(int kind) {
        if (all.size() > MOST_TICKETS) {
            return;
        }
        List<String> known = cards.get();
        Evidence.Scope scope =
                switch (kind % 3) {
                    case 0 -> Evidence.Scope.EVERYTHING;
                    case 1 -> new Evidence.Scope(null, Api.HOLDER);
                    default ->
                        known.isEmpty()
                                ? Evidence.Scope.EVERYTHING
                                : new Evidence.Scope(known.get(random.nextInt(known.size())), null);
                };
        all.add(new FrontEnd("ticket " + all.size(), world.url(), scope, Ticket.of(world.url(), scope)));
    }

    private void revoke(FrontEnd page) throws InterruptedException {
        if (all.size() > MOST_TICKETS) {
            return;
        }
        if (isRevoked(page)) {
            knockEverywhere(page);
        }
    }

    private void knock() throws InterruptedException {
        for (FrontEnd page : all) {
            if (page.isRevoked() && (isRevoked(page) || page.ticket().isRevoking()) && random.nextInt(3) == 0) {
                knockEverywhere(page);
                return;
            }
        }
    }

    private void knockEverywhere(FrontEnd page) throws InterruptedException {
        for (PackagedGateway replica : world.replicas) {
            page.knock(replica.url());
        }
    }
}
