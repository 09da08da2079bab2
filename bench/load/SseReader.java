// SPDX-License-Identifier: Apache-2.0
package load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads one HTTP answer that is an event stream, byte by byte and without making garbage: on a machine that also runs what
 * is measured, the client has to be the cheapest part. Chunks are joined; a block that is cut off is never handed on.
 */
final class SseReader {

    /** Who hears of it. A block is only valid during the call. */
    interface Listener {

        void status(int code);

        /** A block with data. */
        void event(SseReader block);

        /** A block that only moves the resume point. */
        default void moved(String id) {}
    }

    private enum Part {
        HEAD,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END
    }

    private final Listener listener;
    private final Bytes head = new Bytes(32);
    private final Bytes line = new Bytes(64);
    private final Bytes type = new Bytes(16);
    private final Bytes id = new Bytes(32);
    private final Bytes data = new Bytes(64);

    private Part part = Part.HEAD;
    private int code;
    private boolean chunked;
    private int left;
    private boolean idSet;
    private boolean over;

    SseReader(Listener listener) {
        this.listener = listener;
    }

    String type() {
        return type.toString();
    }

    boolean typeIs(String name) {
        return type.is(name);
    }

    String id() {
        return id.toString();
    }

    /** The number behind the dash of an id; -1 without one. */
    long position() {
        long position = -1;
        for (int i = 0; i < id.length; i++) {
            if (id.bytes[i] == '-') {
                position = 0;
            } else if (position >= 0) {
                position = position * 10 + id.bytes[i] - '0';
            }
        }
        return position;
    }

    String data() {
        return data.toString();
    }

    /** The first sixteen hexadecimal digits of the data's event id, which the sender made of its clock; 0 without. */
    long stamp() {
        int at = data.find("\"event_id\":\"");
        long stamp = 0;
        for (int digits = 0; at >= 0 && digits < 16; at++) {
            int digit = Character.digit(data.bytes[at], 16);
            if (digit >= 0) {
                stamp = stamp << 4 | digit;
                digits++;
            }
        }
        return stamp;
    }

    /** True when the answer ended in order: the connection is of no more use. */
    boolean isOver() {
        return over;
    }

    void read(ByteBuffer bytes) {
        while (bytes.hasRemaining() && !over) {
            if (part == Part.CHUNK) {
                body(bytes);
            } else {
                framing(bytes.get());
            }
        }
    }

    private void body(ByteBuffer bytes) {
        int n = Math.min(left, bytes.remaining());
        for (int i = 0; i < n; i++) {
            byte next = bytes.get();
            if (next == '\n') {
                takeLine();
                line.clear();
            } else {
                line.add(next);
            }
        }
        left -= n;
        if (left == 0) {
            part = chunked ? Part.CHUNK_END : Part.CHUNK;
            left = chunked ? 0 : Integer.MAX_VALUE;
        }
    }

    private void framing(byte next) {
        if (next == '\r') {
            return;
        }
        if (next != '\n') {
            head.add(next);
            return;
        }
        switch (part) {
            case HEAD -> headLine();
            case CHUNK_SIZE -> {
                left = Integer.parseInt(head.toString().trim(), 16);
                over = left == 0;
                part = Part.CHUNK;
            }
            case CHUNK_END -> part = Part.CHUNK_SIZE;
            case CHUNK -> throw new IllegalStateException("a body is no framing");
        }
        head.clear();
    }

    private void headLine() {
        if (code == 0) {
            code = Integer.parseInt(head.toString().substring(9, 12));
        } else if (head.length > 0) {
            chunked |= head.toString().equalsIgnoreCase("transfer-encoding: chunked");
        } else {
            part = chunked ? Part.CHUNK_SIZE : Part.CHUNK;
            left = chunked ? 0 : Integer.MAX_VALUE;
            over = code != 200;
            listener.status(code);
        }
    }

    private void takeLine() {
        if (line.length > 0 && line.bytes[line.length - 1] == '\r') {
            line.length--;
        }
        if (line.length == 0) {
            block();
        } else if (line.starts("id: ")) {
            id.set(line, 4);
            idSet = true;
        } else if (line.starts("event: ")) {
            type.set(line, 7);
        } else if (line.starts("data: ")) {
            data.set(line, 6);
        }
    }

    private void block() {
        if (data.length > 0) {
            listener.event(this);
        } else if (idSet) {
            listener.moved(id());
        }
        idSet = false;
        type.clear();
        data.clear();
    }

    /** Bytes that grow and are used again. */
    private static final class Bytes {

        byte[] bytes;
        int length;

        Bytes(int size) {
            bytes = new byte[size];
        }

        void add(byte next) {
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, length * 2);
            }
            bytes[length++] = next;
        }

        void clear() {
            length = 0;
        }

        void set(Bytes from, int start) {
            int size = from.length - start;
            if (size > bytes.length) {
                bytes = new byte[size];
            }
            System.arraycopy(from.bytes, start, bytes, 0, size);
            length = size;
        }

        boolean starts(String text) {
            return length >= text.length() && at(text, 0);
        }

        boolean is(String text) {
            return length == text.length() && at(text, 0);
        }

        /** The index behind the text; -1 when it is not there. */
        int find(String text) {
            for (int i = 0; i + text.length() <= length; i++) {
                if (at(text, i)) {
                    return i + text.length();
                }
            }
            return -1;
        }

        private boolean at(String text, int offset) {
            for (int i = 0; i < text.length(); i++) {
                if (bytes[offset + i] != text.charAt(i)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public String toString() {
            return new String(bytes, 0, length, StandardCharsets.UTF_8);
        }
    }
}
