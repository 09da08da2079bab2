// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.fanout;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Encoded bytes for streams; one frame is shared by all streams that get it and never changed.
 *
 * @param first the position of the first change in it
 * @param last where a stream stands after it was written; below 0 when it moves nothing
 * @param changes how many changes it announces
 * @param bytes null when there are none to write
 */
record Frame(long first, long last, int changes, @Nullable Buffer bytes) {

    /** Bytes that say nothing about a position. */
    static Frame aside(Buffer bytes) {
        return new Frame(-1, -1, 0, bytes);
    }

    /** No bytes: the stream has seen everything up to here, and nothing of it was in its scope. */
    static Frame mark(long position) {
        return new Frame(position, position, 0, null);
    }

    int size() {
        return bytes == null ? 0 : bytes.length();
    }

    void appendTo(Buffer joined) {
        if (bytes != null) {
            joined.appendBuffer(bytes);
        }
    }
}
