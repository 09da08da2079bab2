// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.fanout;

import io.vertx.core.buffer.Buffer;
import java.util.Set;

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

    /** Whether the client is one of these. */
    boolean isTo(Set<Peer> peers);

    /** Ends in order, after what was written. */
    void end();

    /** Cuts the connection now, whatever is unsent. */
    void cut();
}
