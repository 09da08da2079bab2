// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.problem.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.pan.CardNumbers;
import dev.cardwire.problem.FieldError;
import dev.cardwire.problem.ProblemCode;
import dev.cardwire.problem.ProblemException;
import dev.cardwire.uuid.Uuids;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of a request object by name. A wrong JSON kind is malformed at once; every other broken rule is
 * collected, so that a caller sees all of them together.
 */
public final class FieldReader {

    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,60}(\\.[0-9]{1,38})?");
    private static final int MAX_SCALE = 40;
    /** As many as {@link #DECIMAL} takes before the point. */
    private static final int MAX_WHOLE = 60;

    private final ObjectNode object;
    private final String prefix;
    private final List<FieldError> errors;
    private final Set<String> known = new HashSet<>();
    private final Set<String> rejected = new HashSet<>();

    public FieldReader(ObjectNode object) {
        this(object, "", new ArrayList<>());
    }

    private FieldReader(ObjectNode object, String prefix, List<FieldError> errors) {
        this.object = object;
        this.prefix = prefix;
        this.errors = errors;
    }

    /** The fields of an object inside this one; errors are collected together. */
    public @Nullable FieldReader object(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        if (value instanceof ObjectNode inner) {
            return new FieldReader(inner, prefix + name + ".", errors);
        }
        throw kind(name, "an object");
    }

    /** The fields of each object in an array. */
    public @Nullable List<FieldReader> objects(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof ArrayNode array)) {
            throw kind(name, "an array");
        }
        List<FieldReader> all = new ArrayList<>();
        for (JsonNode element : array) {
            String path = name + "[" + all.size() + "]";
            if (!(element instanceof ObjectNode inner)) {
                throw kind(path, "an object");
            }
            all.add(new FieldReader(inner, prefix + path + ".", errors));
        }
        return all;
    }

    /** The texts of an array; null when it is absent or null. */
    public @Nullable List<String> texts(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof ArrayNode array)) {
            throw kind(name, "an array");
        }
        List<String> all = new ArrayList<>();
        for (JsonNode element : array) {
            if (!element.isTextual()) {
                throw kind(name + "[" + all.size() + "]", "a string");
            }
            all.add(element.textValue());
        }
        return all;
    }

    /** A text; null when it is absent. */
    public @Nullable String text(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            throw kind(name, "a string");
        }
        return value.textValue();
    }

    /** A text out of a list. */
    public @Nullable String oneOf(String name, Set<String> allowed) {
        String text = text(name);
        if (text != null && !allowed.contains(text)) {
            reject(
                    name,
                    "must be one of "
                            + String.join(", ", allowed.stream().sorted().toList()));
            return null;
        }
        return text;
    }

    /** A UUID; null when it is absent or was rejected. */
    public @Nullable UUID uuid(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        if (!Uuids.isUuid(text)) {
            reject(name, "must be a UUID");
            return null;
        }
        return UUID.fromString(text);
    }

    /** An amount from a JSON string or number, with all its digits. */
    public @Nullable BigDecimal amount(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        if (value.isNumber()) {
            BigDecimal number = value.decimalValue();
            boolean written = (long) number.precision() - number.scale() <= MAX_WHOLE;
            if (written && Math.abs((long) number.scale()) <= MAX_SCALE) {
                return number.scale() < 0 ? number.setScale(0) : number;
            }
        } else if (!value.isTextual()) {
            throw kind(name, "a string or a number");
        } else if (DECIMAL.matcher(value.textValue()).matches()) {
            return new BigDecimal(value.textValue());
        }
        reject(name, "must be a decimal amount");
        return null;
    }

    /** True or false; null when it is absent. */
    public @Nullable Boolean flag(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        if (!value.isBoolean()) {
            throw kind(name, "true or false");
        }
        return value.booleanValue();
    }

    /** A whole number; null when it is absent or was rejected. */
    public @Nullable Long whole(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        if (!value.isNumber()) {
            throw kind(name, "a number");
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            reject(name, "must be a whole number");
            return null;
        }
        return value.longValue();
    }

    /** The value as it is, of any kind. */
    public @Nullable JsonNode any(String name) {
        return value(name);
    }

    /** Notes that a required field is missing, if it is. */
    public <T> @Nullable T required(String name, @Nullable T value) {
        if (value == null && !rejected.contains(name)) {
            reject(name, "is required");
        }
        return value;
    }

    /** Notes a broken rule of a field of this object. */
    public void reject(String name, String rule) {
        rejected.add(name);
        errors.add(new FieldError(prefix + name, rule));
    }

    /** Notes every field that nobody asked for: a misspelt limit must not issue a card without one. */
    public void rejectUnknown() {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                String told = CardNumbers.dropFrom(name.length() > 200 ? name.substring(0, 200) : name);
                reject(told.length() > 100 ? told.substring(0, 100) : told, "is not a known field");
            }
        });
    }

    /** All broken rules so far, of this object and those inside it. */
    public List<FieldError> errors() {
        return List.copyOf(errors);
    }

    /** Ends the request when a rule is broken. */
    public void throwIfBroken() {
        if (!errors.isEmpty()) {
            throw ProblemException.validation(errors);
        }
    }

    private @Nullable JsonNode value(String name) {
        known.add(name);
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? null : value;
    }

    private ProblemException kind(String name, String expected) {
        return new ProblemException(ProblemCode.MALFORMED_REQUEST, prefix + name + " must be " + expected + ".");
    }

    /** Rejects a text in which a card number could be. One that is too long already is not searched. */
    public void rejectCardNumber(String name, String text) {
        if (!rejected.contains(name) && CardNumbers.areIn(text)) {
            reject(name, "must not contain a card number");
        }
    }
}
