// SPDX-License-Identifier: Apache-2.0
package load;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One kept connection that posts, one request after the other. */
final class Post implements AutoCloseable {

    private record Connection(Socket socket, InputStream in) {}

    private final InetSocketAddress address;
    private @Nullable Connection connection;

    Post(InetSocketAddress address) {
        this.address = address;
    }

    /** The status of the answer; 0 when there was none. */
    int send(byte[] request) {
        try {
            Connection kept = connection == null ? connect() : connection;
            kept.socket.getOutputStream().write(request);
            return answer(kept.in);
        } catch (IOException gone) {
            close();
            return 0;
        }
    }

    private Connection connect() throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(10_000);
            socket.connect(address, 5_000);
            Connection made = new Connection(socket, new BufferedInputStream(socket.getInputStream(), 4_096));
            connection = made;
            return made;
        } catch (IOException refused) {
            socket.close();
            throw refused;
        }
    }

    private int answer(InputStream in) throws IOException {
        int status = Integer.parseInt(line(in).substring(9, 12));
        int length = 0;
        boolean last = false;
        for (String header = header(in); !header.isEmpty(); header = header(in)) {
            if (header.startsWith("content-length:")) {
                length = Integer.parseInt(header.substring(15).trim());
            }
            last |= header.equals("connection: close");
        }
        in.skipNBytes(length);
        if (last) {
            close();
        }
        return status;
    }

    private static String header(InputStream in) throws IOException {
        return line(in).toLowerCase(Locale.ROOT);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("ended");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        try {
            if (connection != null) {
                connection.socket.close();
            }
        } catch (IOException gone) {
            // that is what was wanted
        }
        connection = null;
    }
}
