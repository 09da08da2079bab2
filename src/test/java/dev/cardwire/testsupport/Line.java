// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.testsupport;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A TCP line that a test can cut, or let hold back what it names. With several ends each new connection takes the next
 * one that answers, as the service in front of replicas does.
 */
public final class Line implements AutoCloseable {

    private final ServerSocket door;
    private final List<IntSupplier> ends;
    private final Supplier<Predicate<String>> holds;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger turn = new AtomicInteger();
    private final CompletableFuture<Void> held = new CompletableFuture<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "line");
        thread.setDaemon(true);
        return thread;
    });
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile boolean cut;
    private volatile boolean silent;
    private volatile int delay;

    private Line(List<IntSupplier> ends, Supplier<Predicate<String>> holds) throws IOException {
        this.ends = ends;
        this.holds = holds;
        this.door = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    /** @param ports the local ports at its ends */
    public static Line to(IntSupplier... ports) throws IOException {
        return new Line(List.of(ports), () -> chunk -> false);
    }

    /** @param holds makes, for each connection, the test of whether what the client sends goes no further from here on */
    public static Line holding(int port, Supplier<Predicate<String>> holds) throws IOException {
        return new Line(List.of(() -> port), holds);
    }

    public int port() {
        return door.getLocalPort();
    }

    /** Breaks every connection and refuses new ones until it is restored. */
    public void cut() {
        cut = true;
        open.forEach(Line::hangUp);
    }

    public void restore() {
        cut = false;
    }

    /**
     * Nothing that is sent arrives, and nobody is told: both sides keep connections that lead nowhere. {@link #wake} ends
     * them, as a router does that forgot them.
     */
    public void silence() {
        silent = true;
    }

    public void wake() {
        silent = false;
        open.forEach(Line::hangUp);
    }

    /** @param millis that each chunk of bytes takes longer, in both directions */
    public void delay(int millis) {
        this.delay = millis;
    }

    /** Ends when something is being held back. */
    public CompletableFuture<Void> held() {
        return held;
    }

    @Override
    public void close() throws IOException {
        door.close();
        end.countDown();
        cut();
        threads.shutdownNow();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                threads.execute(() -> connect(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        Socket server = cut ? null : answering();
        if (server == null) {
            hangUp(client);
            return;
        }
        open.add(client);
        open.add(server);
        threads.execute(() -> pump(server, client, chunk -> false));
        pump(client, server, holds.get());
    }

    private Socket answering() {
        int first = turn.getAndIncrement();
        for (int tried = 0; tried < ends.size(); tried++) {
            int port = ends.get((first + tried) % ends.size()).getAsInt();
            try {
                return new Socket(InetAddress.getLoopbackAddress(), port);
            } catch (IOException refused) {
                // the next one, then
            }
        }
        return null;
    }

    private void pump(Socket from, Socket to, Predicate<String> holding) {
        byte[] chunk = new byte[64 * 1024];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                if (holding.test(new String(chunk, 0, read, StandardCharsets.ISO_8859_1))) {
                    held.complete(null);
                    // as a host that vanished: not even the end of a connection is noticed
                    end.await();
                    return;
                }
                if (delay > 0) {
                    end.await(delay, TimeUnit.MILLISECONDS);
                }
                if (!silent) {
                    to.getOutputStream().write(chunk, 0, read);
                }
            }
        } catch (IOException broken) {
            // one side hung up: so does the other
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private static void hangUp(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            // that is what was wanted
        }
    }
}
