// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uuid;

import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads UUIDs in the form of RFC 9562 only; {@link UUID#fromString} also takes {@code 1-1-1-1-1}. */
public final class Uuids {

    private static final Pattern FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private Uuids() {}

    /** The UUID in a text, which has nothing else around it; null for any other text. */
    public static @Nullable UUID parse(@Nullable String text) {
        return isUuid(text) ? UUID.fromString(text) : null;
    }

    /** Whether the whole text is a UUID. */
    public static boolean isUuid(@Nullable String text) {
        return text != null && FORM.matcher(text).matches();
    }
}
