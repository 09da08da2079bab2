// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.fanout;

import dev.cardwire.card.log.LogHead;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a client says that it stands.
 *
 * @param given what it sent if that has the form of our ids, to be named in a gap; else empty, because it may be anything
 * @param logId null when it is not one of our ids
 */
public record ResumePoint(String given, @Nullable String logId, long position) {

    /** Eighteen digits always fit a long; a longer run is none of ours. */
    private static final Pattern ID = Pattern.compile("([0-9a-z]{1,32})-(0|[1-9][0-9]{0,17})");

    /** Null for none: an empty id means that the client starts afresh. */
    public static @Nullable ResumePoint of(@Nullable String header, @Nullable String parameter) {
        String given = header != null ? header.trim() : parameter;
        if (given == null || given.isEmpty()) {
            return null;
        }
        Matcher id = ID.matcher(given);
        return id.matches()
                ? new ResumePoint(given, id.group(1), Long.parseLong(id.group(2)))
                : new ResumePoint("", null, -1);
    }

    /** Whether the log can say what came after this: a foreign log, a pruned place and a place yet to come cannot. */
    boolean isKnownTo(String log, LogHead head) {
        return log.equals(logId) && position >= head.keptFrom() - 1 && position <= head.position();
    }
}
