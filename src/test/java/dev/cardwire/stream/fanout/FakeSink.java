// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.fanout;

import dev.cardwire.testsupport.SettableClock;
import io.vertx.core.buffer.Buffer;
import java.time.InstantSource;
import java.util.List;

/** A socket with a small buffer, which the test empties. */
final class FakeSink implements FrameSink {

    private final InstantSource time;
    private final int room;
    private final StringBuilder written = new StringBuilder();
    private Runnable onDrain = () -> {};
    private int waiting;
    private int mostWaiting;
    private long movedAt;
    private boolean reads = true;
    private boolean ended;
    private boolean cut;

    FakeSink(InstantSource time, int room) {
        this.time = time;
        this.room = room;
    }

    /** A client that reads everything at once. */
    static FakeSink quick() {
        return new FakeSink(new SettableClock(Streams.THEN), Integer.MAX_VALUE);
    }

    @Override
    public void write(Buffer bytes) {
        if (ended || cut) {
            throw new IllegalStateException("written after the end");
        }
        if (waiting == 0) {
            movedAt = time.millis();
        }
        written.append(bytes.toString());
        waiting += reads ? 0 : bytes.length();
        mostWaiting = Math.max(mostWaiting, waiting);
    }

    @Override
    public boolean full() {
        return waiting >= room;
    }

    @Override
    public void onDrain(Runnable action) {
        onDrain = action;
    }

    @Override
    public boolean unsent() {
        return waiting > 0;
    }

    @Override
    public long movedAt() {
        return movedAt;
    }

    @Override
    public Peer peer() {
        return null;
    }

    @Override
    public long written() {
        return written.length();
    }

    @Override
    public void end() {
        ended = true;
    }

    @Override
    public void cut() {
        cut = true;
    }

    void stopReading() {
        reads = false;
    }

    void drain() {
        waiting = 0;
        movedAt = time.millis();
        onDrain.run();
    }

    void readAgain() {
        reads = true;
        drain();
    }

    String text() {
        return written.toString();
    }

    List<SseEvent> events() {
        return SseEvent.parse(text());
    }

    List<Long> positions() {
        return events().stream()
                .filter(event -> event.name().equals("card.status"))
                .map(SseEvent::position)
                .toList();
    }

    List<String> names() {
        return events().stream().map(SseEvent::name).toList();
    }

    /** The resume point of the client: ids of blocks without data count too. */
    String lastEventId() {
        return SseEvent.lastIdIn(text());
    }

    int mostWaiting() {
        return mostWaiting;
    }

    boolean isEnded() {
        return ended;
    }

    boolean isCut() {
        return cut;
    }
}
