// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How many files the process may have open, sockets among them. A process at its limit answers no probe, and cannot even
 * load the class that it would need to recover.
 */
final class OpenFiles {

    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final String ROW = "Max open files";

    /** For stores, UQPAY, probes, other calls, and what the application itself reads. */
    private static final long FOR_ALL_ELSE = 256;

    private OpenFiles() {}

    /** Only Linux says so in a file; elsewhere there is no bound that we know of. */
    static long most() {
        try {
            return Files.isReadable(LIMITS) ? mostIn(Files.readAllLines(LIMITS)) : Long.MAX_VALUE;
        } catch (IOException unreadable) {
            return Long.MAX_VALUE;
        }
    }

    /** The soft limit, which is the one that holds: {@code Max open files  1024  524288  files}. */
    static long mostIn(List<String> limits) {
        return limits.stream()
                .filter(row -> row.startsWith(ROW))
                .map(row -> row.substring(ROW.length()).trim().split("\\s+", 2)[0])
                .filter(soft -> soft.chars().allMatch(Character::isDigit) && soft.length() < 19)
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }

    static long leftForStreams(long most) {
        return Math.min(Integer.MAX_VALUE, Math.max(most / 2, most - FOR_ALL_ELSE));
    }
}
