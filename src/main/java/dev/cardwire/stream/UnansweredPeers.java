// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream;

import dev.cardwire.stream.fanout.Peer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Peers to which Linux has sent bytes again, or asked for room, without an answer: {@code /proc/net/tcp} lists them. */
final class UnansweredPeers {

    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int STATE = 3;
    private static final int QUEUES = 4;
    private static final int RETRANSMITS = 6;
    private static final int PROBES = 8;
    private static final int COLUMNS = 9;
    private static final String ESTABLISHED = "01";
    private static final String NO_BYTES = "00000000:";
    /** Addresses are printed as words in the order of the machine, which is the reverse of the network's. */
    private static final int WORD = 4;

    private UnansweredPeers() {}

    static boolean canBeRead() {
        return TABLES.stream().anyMatch(Files::isReadable);
    }

    static Set<Peer> now() throws IOException {
        Set<Peer> peers = new HashSet<>();
        for (Path table : TABLES) {
            if (Files.isReadable(table)) {
                try (Stream<String> rows = Files.lines(table)) {
                    peers.addAll(in(rows));
                }
            }
        }
        return peers;
    }

    static Set<Peer> in(Stream<String> rows) {
        Set<Peer> peers = new HashSet<>();
        rows.skip(1).map(row -> row.trim().split(" +")).forEach(columns -> {
            if (columns.length >= COLUMNS && isUnanswered(columns)) {
                peers.add(peer(columns));
            }
        });
        return peers;
    }

    /** Both counts begin anew with any acknowledgement. */
    private static boolean isUnanswered(String[] columns) {
        return columns[STATE].equals(ESTABLISHED)
                && !columns[QUEUES].startsWith(NO_BYTES)
                && (Long.parseLong(columns[RETRANSMITS], 16) > 0 || Long.parseLong(columns[PROBES]) > 0);
    }

    private static Peer peer(String[] columns) {
        int colon = columns[REMOTE].indexOf(':');
        byte[] printed = HexFormat.of().parseHex(columns[REMOTE], 0, colon);
        byte[] address = new byte[printed.length];
        for (int i = 0; i < printed.length; i++) {
            address[i] = printed[i - i % WORD + WORD - 1 - i % WORD];
        }
        try {
            return new Peer(InetAddress.getByAddress(address), port(columns[REMOTE]), port(columns[LOCAL]));
        } catch (UnknownHostException wrongLength) {
            throw new IllegalStateException("an address of " + address.length + " bytes", wrongLength);
        }
    }

    private static int port(String end) {
        return Integer.parseInt(end, end.indexOf(':') + 1, end.length(), 16);
    }
}
