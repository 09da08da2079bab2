// SPDX-License-Identifier: Apache-2.0
package load;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;

/**
 * Posts at a steady rate, or as fast as it is answered. What is not answered with success is sent again, as UQPAY
 * does, so what was counted is in the log.
 */
final class Source {

    private final InetSocketAddress address;
    private final int connections;
    /** Makes the next request; is given the time at which it was due. */
    private final LongFunction<byte[]> requests;

    private final AtomicLong sent = new AtomicLong();
    private final AtomicInteger repeated = new AtomicInteger();
    private final Latencies answers = new Latencies();
    private volatile boolean stopped;

    Source(InetSocketAddress address, int connections, LongFunction<byte[]> requests) {
        this.address = address;
        this.connections = connections;
        this.requests = requests;
    }

    long sent() {
        return sent.get();
    }

    int repeated() {
        return repeated.get();
    }

    /** From the moment when a request was due to its answer. */
    Latencies answers() {
        return answers;
    }

    void stop() {
        stopped = true;
    }

    /** Posts {@code count} requests, {@code rate} a second (0: as fast as it goes), and returns when all were answered. */
    void run(long count, double rate) throws InterruptedException {
        long start = System.nanoTime();
        AtomicLong next = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            Thread thread = new Thread(() -> work(next, count, start, rate), "source-" + i);
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void work(AtomicLong next, long count, long start, double rate) {
        try (Post post = new Post(address)) {
            for (long number = next.getAndIncrement(); number < count && !stopped; number = next.getAndIncrement()) {
                long due = rate > 0 ? start + (long) (number * 1e9 / rate) : System.nanoTime();
                for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                byte[] request = requests.apply(due);
                while (post.send(request) / 100 != 2) {
                    repeated.incrementAndGet();
                    LockSupport.parkNanos(200_000_000);
                }
                sent.incrementAndGet();
                synchronized (answers) {
                    answers.add(System.nanoTime() - due);
                }
            }
        }
    }
}
