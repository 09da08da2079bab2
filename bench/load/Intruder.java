// SPDX-License-Identifier: Apache-2.0
package load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A connection that writes bytes and follows no rule. */
final class Intruder implements AutoCloseable {

    private final Socket socket = new Socket();

    Intruder(InetSocketAddress gateway) throws IOException {
        try {
            socket.setReceiveBufferSize(4_096);
            socket.setSoTimeout(15_000);
            socket.connect(gateway, 5_000);
        } catch (IOException refused) {
            socket.close();
            throw refused;
        }
    }

    Intruder write(String text) throws IOException {
        return write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Intruder write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** The status of the answer; {@code closed} without one, {@code other} when it is not HTTP/1. */
    String status() throws IOException {
        String line = new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1);
        if (line.length() < 12) {
            return "closed";
        }
        return line.startsWith("HTTP/1.") ? line.substring(9) : "other";
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
