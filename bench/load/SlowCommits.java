// SPDX-License-Identifier: Apache-2.0
package load;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands between PostgreSQL and its clients and holds every answer to a COMMIT back, as a disk does that is further away:
 * what comes behind it on the same connection waits too, other connections do not. Without TLS.
 */
public final class SlowCommits {

    private static final int COMMAND_COMPLETE = 'C';
    private static final byte[] COMMIT = "COMMIT\0".getBytes(StandardCharsets.US_ASCII);
    /** Its length counts itself, and not the type before it. */
    private static final int LENGTH = 4;

    private static final int TLS_REQUEST = 80_877_103;
    private static final int GSS_REQUEST = 80_877_104;

    private final int target;
    private final long heldNanos;

    private SlowCommits(int target, int heldMillis) {
        this.target = target;
        this.heldNanos = heldMillis * 1_000_000L;
    }

    public static void main(String[] args) throws IOException {
        Options options = new Options(args);
        SlowCommits proxy = new SlowCommits(options.number("to", 5432), options.number("ms", 5));
        try (ServerSocket door = new ServerSocket(options.number("from", 0), 512, InetAddress.getLoopbackAddress())) {
            System.out.println("# ready " + door.getLocalPort());
            while (true) {
                proxy.join(door.accept());
            }
        }
    }

    private void join(Socket client) throws IOException {
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        pump(client, server, () -> questions(client, server.getOutputStream()));
        pump(server, client, () -> answers(server.getInputStream(), client.getOutputStream()));
    }

    private interface Transfer {
        void run() throws IOException;
    }

    private static void pump(Socket from, Socket to, Transfer transfer) {
        Thread thread = new Thread(() -> {
            try (from;
                    to) {
                transfer.run();
            } catch (IOException gone) {
                // the other end is closed with this one
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    /** A client may ask for TLS or GSSAPI before anything else; it is refused here, as both would hide the COMMITs. */
    private static void questions(Socket client, OutputStream to) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        int length = in.readInt();
        int code = in.readInt();
        while (code == TLS_REQUEST || code == GSS_REQUEST) {
            client.getOutputStream().write('N');
            length = in.readInt();
            code = in.readInt();
        }
        to.write(ByteBuffer.allocate(2 * LENGTH).putInt(length).putInt(code).array());
        in.transferTo(to);
    }

    private void answers(InputStream from, OutputStream to) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(from, 1 << 16));
        BufferedOutputStream out = new BufferedOutputStream(to, 1 << 16);
        byte[] head = new byte[1 + LENGTH];
        for (int type = in.read(); type >= 0; type = in.read()) {
            int length = in.readInt();
            if (length < LENGTH) {
                throw new EOFException("not a message of PostgreSQL");
            }
            byte[] body = in.readNBytes(length - LENGTH);
            if (type == COMMAND_COMPLETE && Arrays.equals(body, COMMIT)) {
                out.flush();
                LockSupport.parkNanos(heldNanos);
            }
            head[0] = (byte) type;
            for (int at = 0; at < LENGTH; at++) {
                head[1 + at] = (byte) (length >>> (8 * (LENGTH - 1 - at)));
            }
            out.write(head);
            out.write(body);
            if (in.available() == 0) {
                out.flush();
            }
        }
    }
}
