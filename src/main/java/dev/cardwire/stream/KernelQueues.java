// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream;

import dev.cardwire.stream.fanout.Peer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What Linux holds for peers, as {@code /proc/net/tcp} lists it.
 *
 * @param unanswered peers to which it has sent bytes again, or asked for room, without an answer
 * @param shut how many bytes it holds for peers that have no room for more
 */
record KernelQueues(Set<Peer> unanswered, Map<Peer, Long> shut) {

    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int QUEUES = 4;
    private static final int TIMER = 5;
    private static final int RETRANSMITS = 6;
    private static final int PROBES = 8;
    private static final int COLUMNS = 9;
    private static final String ESTABLISHED = " 01 ";
    private static final String NO_BYTES = "00000000:";
    private static final String ASKS_FOR_ROOM = "04:";
    /** Addresses are printed as words in the order of the machine, which is the reverse of the network's. */
    private static final int WORD = 4;

    static boolean canBeRead() {
        return TABLES.stream().anyMatch(Files::isReadable);
    }

    static KernelQueues now() throws IOException {
        KernelQueues all = new KernelQueues(new HashSet<>(), new HashMap<>());
        for (Path table : TABLES) {
            if (Files.isReadable(table)) {
                try (Stream<String> rows = Files.lines(table)) {
                    all.add(rows);
                }
            }
        }
        return all;
    }

    static KernelQueues in(Stream<String> rows) {
        KernelQueues all = new KernelQueues(new HashSet<>(), new HashMap<>());
        all.add(rows);
        return all;
    }

    private void add(Stream<String> rows) {
        rows.skip(1)
                .filter(KernelQueues::hasBytes)
                .map(row -> row.trim().split(" +"))
                .filter(columns -> columns.length >= COLUMNS)
                .forEach(this::add);
    }

    private void add(String[] columns) {
        if (isUnanswered(columns)) {
            unanswered.add(peer(columns));
        }
        if (columns[TIMER].startsWith(ASKS_FOR_ROOM)) {
            String held = columns[QUEUES].substring(0, columns[QUEUES].indexOf(':'));
            shut.put(peer(columns), Long.parseLong(held, 16));
        }
    }

    /** Nearly no row has: one must not be taken apart to find that out. */
    private static boolean hasBytes(String row) {
        int state = row.indexOf(ESTABLISHED);
        return state > 0 && !row.startsWith(NO_BYTES, state + ESTABLISHED.length());
    }

    /** Both counts begin anew with any acknowledgement. */
    private static boolean isUnanswered(String[] columns) {
        return Long.parseLong(columns[RETRANSMITS], 16) > 0 || Long.parseLong(columns[PROBES]) > 0;
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
