// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.problem.request;

import dev.cardwire.problem.FieldError;
import dev.cardwire.problem.ProblemException;
import dev.cardwire.uuid.Uuids;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The query of a list ({@code docs/api.md} 1.4); every broken parameter is noted, so that a caller sees all of them together. */
public final class ListQuery {

    private static final Pattern SMALL_NUMBER = Pattern.compile("[0-9]{1,4}");
    private static final Instant END_OF_TIME = Instant.parse("9999-12-31T00:00:00Z");
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 200;

    private final List<FieldError> errors = new ArrayList<>();

    /** An id in a path: one that cannot be an id is as unknown as one that is none. */
    public static UUID pathId(String text, String thing) {
        if (!Uuids.isUuid(text)) {
            throw ProblemException.notFound("No " + thing + " has this id.");
        }
        return UUID.fromString(text);
    }

    /** A UUID in the query; null when it is absent or was rejected. */
    public @Nullable UUID uuid(String name, @Nullable String text) {
        if (text == null) {
            return null;
        }
        if (!Uuids.isUuid(text)) {
            errors.add(new FieldError(name, "must be a UUID"));
            return null;
        }
        return UUID.fromString(text);
    }

    /** A moment in ISO 8601 with its zone; null when it is absent or was rejected. */
    public @Nullable Instant instant(String name, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            Instant instant = OffsetDateTime.parse(text).toInstant();
            if (!instant.isBefore(Instant.EPOCH) && instant.isBefore(END_OF_TIME)) {
                return instant;
            }
        } catch (DateTimeParseException noTime) {
            // said below
        }
        errors.add(new FieldError(name, "must be a time such as 2026-04-10T10:00:00Z, a + in it written as %2B"));
        return null;
    }

    /** A value by its word on the wire. */
    public <T> @Nullable T oneOf(String name, @Nullable String text, List<T> values, Function<T, String> word) {
        if (text == null) {
            return null;
        }
        for (T value : values) {
            if (word.apply(value).equals(text)) {
                return value;
            }
        }
        errors.add(new FieldError(
                name,
                "must be one of " + String.join(", ", values.stream().map(word).toList())));
        return null;
    }

    /** A value of an enumeration by its name. */
    public <E extends Enum<E>> @Nullable E oneOf(String name, @Nullable String text, Class<E> type) {
        return oneOf(name, text, List.of(type.getEnumConstants()), Enum::name);
    }

    /** How many rows are wanted: 1 to 200, 50 if nothing is said. */
    public int limit(@Nullable String text) {
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        int limit = SMALL_NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > MAX_LIMIT) {
            errors.add(new FieldError("limit", "must be a whole number from 1 to 200"));
            return DEFAULT_LIMIT;
        }
        return limit;
    }

    /**
     * The place in a list to go on from.
     *
     * @param start where a list begins when no cursor is given
     * @param parse reads a cursor, for whoever made it; empty for one that is none of this list's
     */
    public <C> C cursor(@Nullable String text, C start, Function<String, Optional<C>> parse) {
        if (text == null) {
            return start;
        }
        Optional<C> cursor = parse.apply(text);
        if (cursor.isEmpty()) {
            errors.add(new FieldError("cursor", "must be a next_cursor of this list"));
        }
        return cursor.orElse(start);
    }

    /** 422 with everything that was noted, if anything was. */
    public void throwIfBroken() {
        if (!errors.isEmpty()) {
            throw ProblemException.validation(errors);
        }
    }
}
