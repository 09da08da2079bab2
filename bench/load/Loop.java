// SPDX-License-Identifier: Apache-2.0
package load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** One thread that serves any number of links, and does things later. */
final class Loop implements Runnable {

    private record Later(long at, Runnable task) {}

    private final Selector selector = Selector.open();
    private final ByteBuffer bytes = ByteBuffer.allocateDirect(1 << 18);
    private final PriorityQueue<Later> later = new PriorityQueue<>((a, b) -> Long.compare(a.at, b.at));
    private final Queue<Runnable> handedIn = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    private Loop() throws IOException {}

    static Loop start(String name) throws IOException {
        Loop loop = new Loop();
        Thread thread = new Thread(loop, name);
        thread.setDaemon(true);
        thread.start();
        return loop;
    }

    Selector selector() {
        return selector;
    }

    /** Runs on the loop's thread, soon; from any thread. */
    void execute(Runnable task) {
        handedIn.add(task);
        selector.wakeup();
    }

    /** Runs on the loop's thread after a while; only called there. */
    void after(long millis, Runnable task) {
        later.add(new Later(System.nanoTime() + millis * 1_000_000, task));
    }

    void stop() {
        stopped = true;
        selector.wakeup();
    }

    @Override
    public void run() {
        try {
            while (!stopped) {
                Later next = later.peek();
                long wait = next == null ? 1_000 : (next.at - System.nanoTime()) / 1_000_000;
                if (wait > 0) {
                    selector.select(this::ready, wait);
                } else {
                    selector.selectNow(this::ready);
                }
                runDue();
            }
            selector.close();
        } catch (IOException failure) {
            failure.printStackTrace();
            System.exit(70);
        }
    }

    private void runDue() {
        for (Runnable task = handedIn.poll(); task != null; task = handedIn.poll()) {
            task.run();
        }
        long now = System.nanoTime();
        while (!later.isEmpty() && later.peek().at <= now) {
            later.poll().task.run();
        }
    }

    private void ready(SelectionKey key) {
        ((Link) key.attachment()).ready(key, bytes);
    }
}
