// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.chaos;

import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.PackagedGateway;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What is still taken although nobody is there any more: streams, queues, connections, files, memory. */
final class Leftovers {

    /** A pool of each replica, one more connection for whatever is rare, and the witness's own. */
    private static final int MOST_CONNECTIONS_OF_A_REPLICA = 22;

    /** Sockets to PostgreSQL, Redis and UQPAY, as many as their pools hold, and what a warm JVM keeps open. */
    private static final long MOST_FILES_MORE = 120;

    private static final long MOST_BYTES_MORE = 64L * 1024 * 1024;

    private final ChaosWorld world;
    private final List<Long> files = new ArrayList<>();
    private final long heap;

    /** Remembers how it is before anything breaks. */
    Leftovers(ChaosWorld world) throws IOException {
        this.world = world;
        for (PackagedGateway replica : world.replicas) {
            files.add(replica.openFiles());
        }
        this.heap = world.replicas.get(0).liveHeap().orElse(Long.MAX_VALUE - MOST_BYTES_MORE);
    }

    List<String> found() throws IOException {
        List<String> left = new ArrayList<>();
        for (int replica = 0; replica < world.replicas.size(); replica++) {
            of(world.replicas.get(replica), files.get(replica), left);
        }
        int connections = Integer.parseInt(world.stores
                .database()
                .value("select count(*) from pg_stat_activity where backend_type = 'client backend'"
                        + " and pid <> pg_backend_pid()"));
        if (connections > world.replicas.size() * MOST_CONNECTIONS_OF_A_REPLICA) {
            left.add(connections + " connections to PostgreSQL");
        }
        String waiting = world.stores
                .database()
                .value("select count(*) from pg_stat_activity where state like 'idle in transaction%'");
        if (!waiting.equals("0")) {
            left.add(waiting + " idle transactions");
        }
        return left;
    }

    private void of(PackagedGateway replica, long before, List<String> left) throws IOException {
        Api.caller()
                .get(replica.url() + "/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("cardwire_stream_open ") || line.startsWith("cardwire_webhook_queue "))
                .filter(line -> !line.endsWith(" 0.0") && !line.endsWith(" 0"))
                .forEach(left::add);
        long now = replica.openFiles();
        if (now > before + MOST_FILES_MORE) {
            left.add(now + " open files instead of " + before);
        }
        long bytes = replica.liveHeap().orElse(0);
        if (bytes > heap + MOST_BYTES_MORE) {
            left.add(bytes + " bytes of live heap instead of " + heap);
        }
    }
}
