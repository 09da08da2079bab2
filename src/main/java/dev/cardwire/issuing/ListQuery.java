package dev.cardwire.issuing;

import dev.cardwire.card.CardStatus;
import dev.cardwire.card.PageCursor;
import dev.cardwire.problem.FieldError;
import dev.cardwire.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The query of a list (contract 1), every broken parameter noted. */
final class ListQuery {

    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 200;

    private final List<FieldError> errors = new ArrayList<>();

    /** An id in a path: one that cannot be an id is as unknown as one that is none. */
    static UUID pathId(String text, String thing) {
        if (!UUID_TEXT.matcher(text).matches()) {
            throw ProblemException.notFound("No " + thing + " has this id.");
        }
        return UUID.fromString(text);
    }

    @Nullable UUID uuid(String name, @Nullable String text) {
        if (text == null) {
            return null;
        }
        if (!UUID_TEXT.matcher(text).matches()) {
            errors.add(new FieldError(name, "must be a UUID"));
            return null;
        }
        return UUID.fromString(text);
    }

    @Nullable CardStatus status(String name, @Nullable String text) {
        return text == null ? null : oneOf(name, text, CardStatus.class);
    }

    <E extends Enum<E>> @Nullable E oneOf(String name, @Nullable String text, Class<E> type) {
        if (text == null) {
            return null;
        }
        for (E value : type.getEnumConstants()) {
            if (value.name().equals(text)) {
                return value;
            }
        }
        errors.add(new FieldError(name, "must be one of " + List.of(type.getEnumConstants())));
        return null;
    }

    int limit(@Nullable String text) {
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        int limit = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > MAX_LIMIT) {
            errors.add(new FieldError("limit", "must be a whole number from 1 to 200"));
            return DEFAULT_LIMIT;
        }
        return limit;
    }

    PageCursor cursor(@Nullable String text) {
        if (text == null) {
            return PageCursor.START;
        }
        Optional<PageCursor> cursor = PageCursor.parse(text);
        if (cursor.isEmpty()) {
            errors.add(new FieldError("cursor", "must be a next_cursor of this list"));
        }
        return cursor.orElse(PageCursor.START);
    }

    void throwIfBroken() {
        if (!errors.isEmpty()) {
            throw ProblemException.validation(errors);
        }
    }
}
