// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uuid;

import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads UUIDs in the form of RFC 9562 only; {@link UUID#fromString} also takes {@code 1-1-1-1-1}. */
public final class Uuids {

    private static final String FORM = "hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh";

    private Uuids() {}

    /** The UUID in a text, which has nothing else around it; null for any other text. */
    public static @Nullable UUID parse(@Nullable String text) {
        return isUuid(text) ? UUID.fromString(text) : null;
    }

    /** Whether the whole text is a UUID. */
    public static boolean isUuid(@Nullable String text) {
        if (text == null || text.length() != FORM.length()) {
            return false;
        }
        for (int at = 0; at < FORM.length(); at++) {
            boolean dash = FORM.charAt(at) == '-';
            if (dash ? text.charAt(at) != '-' : !HexFormat.isHexDigit(text.charAt(at))) {
                return false;
            }
        }
        return true;
    }
}
