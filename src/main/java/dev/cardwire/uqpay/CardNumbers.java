package dev.cardwire.uqpay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Keeps card numbers out of everything that leaves this package, also where nobody expects one. */
final class CardNumbers {

    /** Digits, also in groups as people write them. */
    private static final Pattern RUN = Pattern.compile("[0-9]++(?:[\\s\\p{Zs}\\p{Pd}._\u2212]{1,3}+[0-9]++)*+");

    private static final Pattern GROUP = Pattern.compile("([^0-9]*)([0-9]+)");

    /** What parts groups of any length; whatever else does parts only groups as they are printed on cards, not a date's. */
    private static final Set<String> TIGHT = Set.of("", " ", "-");

    private static final int SHORTEST_PRINTED = 3;
    private static final int LONGEST_PRINTED = 7;

    /** Ids are never card numbers, though one in a few hundred has digits that look like one across its dashes. */
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private static final Pattern DIGITS = Pattern.compile("[0-9]+");
    /** At most first eight and last four, as in UQPAY's own events. */
    private static final Pattern MASKED = Pattern.compile("[0-9]{0,8}[*xX•]+[0-9]{0,4}");

    private static final Pattern BLANKS = Pattern.compile("[ .-]");

    private static final int SHORTEST = 13;
    private static final int LONGEST = 19;
    private static final int LAST = 4;
    private static final int LUHN_BASE = 10;

    private CardNumbers() {}

    /** The number as it came if it is masked, masked if it is whole, and null for anything else. */
    static @Nullable String masked(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String number = BLANKS.matcher(text).replaceAll("");
        if (MASKED.matcher(number).matches()) {
            return number;
        }
        boolean whole = DIGITS.matcher(number).matches() && number.length() >= SHORTEST && number.length() <= LONGEST;
        return whole ? "*".repeat(number.length() - LAST) + number.substring(number.length() - LAST) : null;
    }

    /** The text without any run of digits that could be a card number; a text that is a UUID as a whole stays as it is. */
    static String dropFrom(String text) {
        if (ID.matcher(text).matches()) {
            return text;
        }
        Matcher runs = RUN.matcher(text);
        StringBuilder clean = new StringBuilder(text.length());
        while (runs.find()) {
            runs.appendReplacement(clean, holdsCardNumber(runs.group()) ? "" : "$0");
        }
        return runs.appendTail(clean).toString();
    }

    /** A copy of the object in which no text, name or number could be a card number. */
    static ObjectNode dropFrom(ObjectNode object) {
        ObjectNode clean = UqpayJson.object();
        object.properties().forEach(member -> {
            JsonNode value = dropFrom(member.getValue());
            if (value != null && !holdsAny(member.getKey())) {
                clean.set(member.getKey(), value);
            }
        });
        return clean;
    }

    static @Nullable JsonNode dropFrom(JsonNode node) {
        if (node instanceof ObjectNode object) {
            return dropFrom(object);
        }
        if (node instanceof ArrayNode array) {
            ArrayNode clean = UqpayJson.object().arrayNode();
            array.forEach(item -> {
                JsonNode value = dropFrom(item);
                if (value != null) {
                    clean.add(value);
                }
            });
            return clean;
        }
        if (node.isNumber()) {
            return holdsAny(node.asText()) ? null : node;
        }
        return node.isTextual() ? UqpayJson.object().textNode(dropFrom(node.textValue())) : node;
    }

    private static boolean holdsAny(String text) {
        return !dropFrom(text).equals(text);
    }

    /** Every stretch of whole groups is tried, so that an expiry date behind the number does not hide it. */
    private static boolean holdsCardNumber(String run) {
        List<MatchResult> groups = GROUP.matcher(run).results().toList();
        for (int first = 0; first < groups.size(); first++) {
            StringBuilder stretch = new StringBuilder();
            boolean tight = true;
            boolean printed = true;
            for (int next = first; next < groups.size() && stretch.length() <= LONGEST; next++) {
                String group = groups.get(next).group(2);
                stretch.append(group);
                tight &= next == first || TIGHT.contains(groups.get(next).group(1));
                printed &= group.length() >= SHORTEST_PRINTED && group.length() <= LONGEST_PRINTED;
                boolean fits = stretch.length() >= SHORTEST && stretch.length() <= LONGEST && (tight || printed);
                if (fits && luhn(stretch)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean luhn(CharSequence digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int doubled = i % 2 == 1 ? digit * 2 : digit;
            sum += doubled >= LUHN_BASE ? doubled - LUHN_BASE + 1 : doubled;
        }
        return sum % LUHN_BASE == 0;
    }
}
