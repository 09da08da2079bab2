package dev.cardwire.stream;

import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Ids as callers send them. */
final class Uuids {

    /** The whole form only: {@link UUID#fromString} also takes {@code 1-1-1-1-1}, which would be an id nobody meant. */
    private static final Pattern FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private Uuids() {}

    /** Null for what is not a UUID. */
    static @Nullable UUID parse(String text) {
        return FORM.matcher(text).matches() ? UUID.fromString(text) : null;
    }
}
