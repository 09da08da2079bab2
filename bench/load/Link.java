// SPDX-License-Identifier: Apache-2.0
package load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One connection that asks for a stream and reads what comes. Used on its loop's thread only. */
final class Link {

    /** What a connection's owner is told. */
    interface Owner extends SseReader.Listener {

        /** The connection is gone, whoever ended it. */
        void closed();
    }

    private final Loop loop;
    private final Owner owner;
    private final SseReader reader;
    private final SocketChannel channel;
    private final ByteBuffer request;
    /** One byte a second, as a client that hardly reads. */
    private final boolean slow;

    private final ByteBuffer oneByte = ByteBuffer.allocate(1);
    private boolean closed;

    private Link(Loop loop, Owner owner, String request, boolean slow) throws IOException {
        this.loop = loop;
        this.owner = owner;
        this.reader = new SseReader(owner);
        this.request = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
        this.slow = slow;
        this.channel = SocketChannel.open();
    }

    static Link open(Loop loop, Target target, String query, String lastEventId, Owner owner) {
        return open(loop, target.address(), target.stream(query, lastEventId), owner, false);
    }

    static Link open(Loop loop, InetSocketAddress address, String request, Owner owner, boolean slow) {
        try {
            Link link = new Link(loop, owner, request, slow);
            link.connect(address);
            return link;
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    private void connect(InetSocketAddress address) throws IOException {
        if (slow) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 4_096);
        }
        channel.configureBlocking(false);
        channel.connect(address);
        channel.register(loop.selector(), SelectionKey.OP_CONNECT, this);
    }

    void ready(SelectionKey key, ByteBuffer bytes) {
        try {
            if (key.isConnectable() && channel.finishConnect()) {
                key.interestOps(SelectionKey.OP_WRITE);
            }
            if (key.isWritable()) {
                channel.write(request);
                if (!request.hasRemaining()) {
                    key.interestOps(slow ? 0 : SelectionKey.OP_READ);
                    if (slow) {
                        loop.after((long) (Math.random() * 1_000), this::sip);
                    }
                }
            }
            if (key.isReadable()) {
                read(bytes);
            }
        } catch (IOException gone) {
            close();
        }
    }

    private void read(ByteBuffer bytes) throws IOException {
        bytes.clear();
        int n = channel.read(bytes);
        if (n < 0) {
            close();
            return;
        }
        reader.read(bytes.flip());
        if (reader.isOver()) {
            close();
        }
    }

    private void sip() {
        try {
            if (closed) {
                return;
            }
            if (channel.read(oneByte.clear()) < 0) {
                close();
            } else {
                reader.read(oneByte.flip());
                loop.after(1_000, this::sip);
            }
        } catch (IOException gone) {
            close();
        }
    }

    /** Breaks off, in the middle of whatever is coming. */
    void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            channel.close();
        } catch (IOException gone) {
            // that is what was wanted
        }
        owner.closed();
    }
}
