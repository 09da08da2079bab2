package dev.cardwire.problem;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The query of a list (contract 1); every broken parameter is noted, so that a caller sees all of them together. */
public final class ListQuery {

    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Pattern SMALL_NUMBER = Pattern.compile("[0-9]{1,4}");
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 200;

    private final List<FieldError> errors = new ArrayList<>();

    /** An id in a path: one that cannot be an id is as unknown as one that is none. */
    public static UUID pathId(String text, String thing) {
        if (!UUID_TEXT.matcher(text).matches()) {
            throw ProblemException.notFound("No " + thing + " has this id.");
        }
        return UUID.fromString(text);
    }

    public @Nullable UUID uuid(String name, @Nullable String text) {
        if (text == null) {
            return null;
        }
        if (!UUID_TEXT.matcher(text).matches()) {
            errors.add(new FieldError(name, "must be a UUID"));
            return null;
        }
        return UUID.fromString(text);
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

    /** Notes a rule that whoever parses a parameter found broken. */
    public void reject(String name, String message) {
        errors.add(new FieldError(name, message));
    }

    /** 422 with everything that was noted, if anything was. */
    public void throwIfBroken() {
        if (!errors.isEmpty()) {
            throw ProblemException.validation(errors);
        }
    }
}
