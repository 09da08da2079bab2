// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cardwire.local.simulator.store.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a request body by UQPAY's rules; the first broken one is refused with the path of its field. */
public final class Fields {
    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private static final ZoneOffset HOME = ZoneOffset.ofHours(8);
    private static final int DAY = "yyyy-MM-dd".length();

    private final JsonNode node;
    private final String prefix;

    public Fields(JsonNode node, String prefix) {
        if (!node.isObject()) {
            throw Refusal.invalid((prefix.isEmpty() ? "body" : prefix) + " must be a JSON object");
        }
        this.node = node;
        this.prefix = prefix;
    }

    public boolean has(String name) {
        return node.hasNonNull(name);
    }

    public JsonNode raw(String name) {
        return node.path(name);
    }

    private String path(String name) {
        return prefix.isEmpty() ? name : prefix + "." + name;
    }

    public Refusal broken(String name, String rule) {
        return Refusal.invalid(path(name) + " " + rule);
    }

    public Optional<String> text(String name) {
        if (!has(name)) {
            return Optional.empty();
        }
        if (!node.get(name).isTextual()) {
            throw broken(name, "must be a string");
        }
        return Optional.of(node.get(name).textValue());
    }

    public Optional<String> text(String name, int longest) {
        Optional<String> text = text(name);
        if (text.isPresent() && text.get().length() > longest) {
            throw broken(name, "must have at most " + longest + " characters");
        }
        return text;
    }

    public String required(String name) {
        return text(name).filter(text -> !text.isBlank()).orElseThrow(() -> broken(name, "is required"));
    }

    public Optional<String> uuid(String name) {
        Optional<String> text = text(name);
        if (text.isPresent() && !isUuid(text.get())) {
            throw broken(name, "must be a valid UUID");
        }
        return text;
    }

    public String requiredUuid(String name) {
        required(name);
        return uuid(name).orElseThrow();
    }

    public Optional<String> oneOf(String name, String... words) {
        Optional<String> text = text(name);
        if (text.isPresent() && !List.of(words).contains(text.get())) {
            throw broken(name, "must be one of " + List.of(words));
        }
        return text;
    }

    public String requiredOneOf(String name, String... words) {
        required(name);
        return oneOf(name, words).orElseThrow();
    }

    /** An amount with at most two decimals: a JSON number, or a string, which is all that some of UQPAY's clients send. */
    public Optional<BigDecimal> amount(String name) {
        if (!has(name)) {
            return Optional.empty();
        }
        return Optional.of(
                twoDecimals(name, Json.decimal(node.get(name)).orElseThrow(() -> broken(name, "must be a number"))));
    }

    public BigDecimal positive(String name) {
        return moreThanZero(name, amount(name));
    }

    private BigDecimal moreThanZero(String name, Optional<BigDecimal> given) {
        BigDecimal amount = given.orElseThrow(() -> broken(name, "is required"));
        if (amount.signum() <= 0) {
            throw broken(name, "must be greater than 0");
        }
        return amount;
    }

    private BigDecimal twoDecimals(String name, BigDecimal amount) {
        // The scale is looked at before anything is computed: 1e999999999 must not become a billion digits.
        if (amount.precision() > 30 || Math.abs((long) amount.scale()) > 30) {
            throw broken(name, "is out of range");
        }
        if (amount.stripTrailingZeros().scale() > 2) {
            throw broken(name, "must have at most 2 decimals");
        }
        return amount;
    }

    public Optional<OffsetDateTime> time(String name) {
        try {
            return text(name).map(OffsetDateTime::parse);
        } catch (DateTimeParseException e) {
            throw broken(name, "must be an ISO 8601 time with an offset");
        }
    }

    /** A moment, or the end of a day in Singapore. */
    public Optional<Instant> timeOrDay(String name) {
        if (text(name).filter(text -> text.length() == DAY).isEmpty()) {
            return time(name).map(OffsetDateTime::toInstant);
        }
        try {
            return text(name)
                    .map(day ->
                            LocalDate.parse(day).plusDays(1).atStartOfDay(HOME).toInstant());
        } catch (DateTimeParseException e) {
            throw broken(name, "must be an ISO 8601 time with an offset, or a date");
        }
    }

    public Optional<Fields> object(String name) {
        return has(name) ? Optional.of(new Fields(node.get(name), path(name))) : Optional.empty();
    }

    public static boolean isUuid(String text) {
        return UUID_FORM.matcher(text).matches();
    }
}
