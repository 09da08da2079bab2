// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.testsupport;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/**
 * Reads what a client sends to PostgreSQL, as a line between them sees it: which statements it has planned, and how often it
 * runs each. Message formats are those of the frontend/backend protocol 3.0.
 */
public final class StatementCount {

    private final Map<String, LongAdder> runs = new ConcurrentHashMap<>();
    private final List<String> preparedAgain = new CopyOnWriteArrayList<>();

    /** What a {@link Line} asks about each connection; nothing is held back. */
    public Predicate<String> connection() {
        return new Connection();
    }

    /** Statements that a connection had prepared already. */
    public List<String> preparedAgain() {
        return List.copyOf(preparedAgain);
    }

    /** How often each statement was run so far, on all connections. */
    public Map<String, Long> runs() {
        Map<String, Long> counted = new HashMap<>();
        runs.forEach((statement, count) -> counted.put(statement, count.sum()));
        return counted;
    }

    private final class Connection implements Predicate<String> {

        private static final int HEADER = 5;

        private final Map<String, String> prepared = new HashMap<>();
        private final Set<String> texts = new HashSet<>();
        private final StringBuilder unread = new StringBuilder();
        private boolean started;

        @Override
        public boolean test(String chunk) {
            unread.append(chunk);
            while (unread.length() >= HEADER) {
                // the first message has no type
                int type = started ? 1 : 0;
                int end = type + length(type);
                if (unread.length() < end) {
                    break;
                }
                if (started) {
                    read(unread.charAt(0), unread.substring(HEADER, end));
                }
                started = true;
                unread.delete(0, end);
            }
            return false;
        }

        private int length(int from) {
            int length = 0;
            for (int i = from; i < from + 4; i++) {
                length = length << 8 | unread.charAt(i);
            }
            return length;
        }

        private void read(char type, String body) {
            int first = body.indexOf('\0');
            if (type == 'P') {
                String text = utf8(body.substring(first + 1, body.indexOf('\0', first + 1)));
                prepared.put(body.substring(0, first), text);
                if (!texts.add(text)) {
                    preparedAgain.add(text);
                }
            } else if (type == 'B') {
                String name = body.substring(first + 1, body.indexOf('\0', first + 1));
                runs.computeIfAbsent(prepared.getOrDefault(name, "?"), unknown -> new LongAdder())
                        .increment();
            }
        }

        private static String utf8(String bytes) {
            return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        }
    }
}
