package load;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;

/** One kept connection that posts, one request after the other. */
final class Post implements AutoCloseable {

    private final InetSocketAddress address;
    private Socket socket;
    private InputStream in;

    Post(InetSocketAddress address) {
        this.address = address;
    }

    /** The status of the answer; 0 when there was none. */
    int send(byte[] request) {
        try {
            if (socket == null) {
                socket = new Socket();
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(10_000);
                socket.connect(address, 5_000);
                in = new BufferedInputStream(socket.getInputStream(), 4_096);
            }
            socket.getOutputStream().write(request);
            return answer();
        } catch (IOException gone) {
            close();
            return 0;
        }
    }

    private int answer() throws IOException {
        int status = Integer.parseInt(line().substring(9, 12));
        int length = 0;
        boolean last = false;
        for (String header = line().toLowerCase(); !header.isEmpty(); header = line().toLowerCase()) {
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

    private String line() throws IOException {
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
            if (socket != null) {
                socket.close();
            }
        } catch (IOException gone) {
            // that is what was wanted
        }
        socket = null;
    }
}
