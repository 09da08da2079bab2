// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.fanout;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** Where a stream's bytes go. All that tail, hub and subscription know of HTTP. Used on one event loop only. */
public interface FrameSink {

    void write(Buffer bytes);

    /** True when more bytes would pile up in memory; {@code onDrain} is called when that is over. */
    boolean full();

    /** The action for every time that a full sink has room again. */
    void onDrain(Runnable action);

    /** Whether written bytes have not left this process yet. */
    boolean unsent();

    /** Epoch milliseconds when bytes last left, or began to wait; only meaningful while {@link #unsent()}. */
    long movedAt();

    /** The kernel's other end; null once the connection is gone. */
    @Nullable Peer peer();

    /** How many bytes were written to a connection that carries nothing else; below 0 where it does. */
    long written();

    /** Ends in order, after what was written. */
    void end();

    /** Cuts the connection now, whatever is unsent. */
    void cut();
}
