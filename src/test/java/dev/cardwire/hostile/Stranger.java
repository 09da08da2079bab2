// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.hostile;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One connection of somebody who writes bytes and follows no rule. */
final class Stranger implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;

    Stranger(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    Stranger write(String text) throws IOException {
        return write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Stranger write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** Writes for as long as the other side takes it, up to so many bytes; how many it took. */
    long flood(byte[] part, long most) {
        long taken = 0;
        try {
            while (taken < most) {
                socket.getOutputStream().write(part);
                taken += part.length;
            }
        } catch (IOException closed) {
            return taken;
        }
        return taken;
    }

    /** The first bytes of the answer; empty when the connection was closed without one. */
    String answer() throws IOException {
        byte[] bytes = new byte[1024];
        InputStream in = socket.getInputStream();
        int read = in.read(bytes);
        return read < 0 ? "" : new String(bytes, 0, read, StandardCharsets.ISO_8859_1);
    }

    /** Whatever comes until the other side closes. */
    String answers() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
