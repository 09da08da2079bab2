package dev.cardwire.stream;

import io.vertx.core.buffer.Buffer;

/**
 * Encoded bytes for streams; one frame is shared by all streams that get it and never changed.
 *
 * @param first the position of the first change in it
 * @param last where a stream stands after it was written; below 0 when it moves nothing
 * @param changes how many changes it announces
 */
record Frame(long first, long last, int changes, Buffer bytes) {

    private static final Buffer NOTHING = Buffer.buffer(0);

    /** Bytes that say nothing about a position. */
    static Frame aside(Buffer bytes) {
        return new Frame(-1, -1, 0, bytes);
    }

    /** No bytes: the stream has seen everything up to here, and nothing of it was in its scope. */
    static Frame mark(long position) {
        return new Frame(position, position, 0, NOTHING);
    }

    int size() {
        return bytes.length();
    }
}
