package dev.cardwire.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.card.CardJson;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes out of free text what must not be kept: card numbers, and what PostgreSQL cannot store. */
final class Scrub {

    /** Ids are never card numbers, though their digits may look like one across the dashes. */
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private static final Pattern NOT_MASKED_DIGIT = Pattern.compile("[^0-9*]");
    private static final int SHORTEST = 13;
    private static final int LONGEST = 19;
    private static final int LONGEST_MASKED = 40;
    private static final int SHOWN_FIRST = 8;
    private static final int SHOWN_LAST = 4;

    private Scrub() {}

    /** The text without what could be a card number and without what PostgreSQL cannot store. */
    static String text(String free) {
        return withoutCardNumbers(free)
                .codePoints()
                .filter(Scrub::canBeStored)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Control characters forge lines and PostgreSQL refuses some; half a surrogate pair is not a character at all. */
    private static boolean canBeStored(int point) {
        boolean control = point < ' ' && point != '\t' || point == 0x7f;
        boolean half = point <= Character.MAX_VALUE && Character.isSurrogate((char) point);
        return !control && !half;
    }

    /**
     * Drops every run of digits that holds a card number. Runs are found by hand: a regular expression for groups of
     * digits recurses once for each group, and a body has room for a hundred thousand.
     */
    private static String withoutCardNumbers(String free) {
        if (ID.matcher(free).matches()) {
            return free;
        }
        StringBuilder clean = new StringBuilder(free.length());
        int at = 0;
        while (at < free.length()) {
            int end = endOfRun(free, at);
            if (!holdsCardNumber(free.substring(at, end))) {
                clean.append(free, at, end);
            }
            at = end;
        }
        return clean.toString();
    }

    /** Where the digits that begin here end, also in the groups that people write; the next place if none begin. */
    private static int endOfRun(String text, int start) {
        int end = start + 1;
        while (isDigit(text, start) && end < text.length()) {
            boolean separator = (text.charAt(end) == ' ' || text.charAt(end) == '-') && isDigit(text, end + 1);
            if (!isDigit(text, end) && !separator) {
                break;
            }
            end++;
        }
        return end;
    }

    private static boolean isDigit(String text, int at) {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    /** The same for every text, name and number in a JSON value; null stays null. */
    static @Nullable JsonNode tree(@Nullable JsonNode value) {
        if (value == null) {
            return null;
        }
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (value.isObject()) {
            ObjectNode clean = nodes.objectNode();
            value.properties().forEach(entry -> clean.set(withoutCardNumbers(entry.getKey()), tree(entry.getValue())));
            return clean;
        }
        if (value.isArray()) {
            ArrayNode clean = nodes.arrayNode();
            value.forEach(element -> clean.add(tree(element)));
            return clean;
        }
        if (value.isTextual()) {
            return nodes.textNode(withoutCardNumbers(value.textValue()));
        }
        return value.isNumber() && amount(value) == null ? nodes.textNode("") : value;
    }

    /** An amount in a JSON string or number; null when there is none, or when its digits are those of a card number. */
    static @Nullable BigDecimal amount(@Nullable JsonNode value) {
        BigDecimal amount = CardJson.decimal(value);
        String digits = amount == null ? "" : amount.toPlainString();
        return text(digits).equals(digits) ? amount : null;
    }

    /** A card number with at most the first eight and the last four digits, however it came; null when it has none. */
    static @Nullable String mask(@Nullable String number) {
        String digits = number == null ? "" : NOT_MASKED_DIGIT.matcher(number).replaceAll("");
        if (digits.isEmpty() || digits.length() > LONGEST_MASKED) {
            return null;
        }
        if (digits.length() <= SHOWN_FIRST + SHOWN_LAST) {
            return digits.length() <= SHOWN_LAST ? digits : stars(digits, 0);
        }
        return stars(digits, SHOWN_FIRST);
    }

    private static String stars(String digits, int first) {
        int last = digits.length() - SHOWN_LAST;
        return digits.substring(0, first) + "*".repeat(Math.max(last - first, 0)) + digits.substring(last);
    }

    /** Every stretch of whole groups is tried, so that an expiry date behind the number does not hide it. */
    private static boolean holdsCardNumber(String run) {
        if (run.length() < SHORTEST) {
            return false;
        }
        String[] groups = run.split("[ -]");
        for (int first = 0; first < groups.length; first++) {
            StringBuilder stretch = new StringBuilder();
            for (int next = first; next < groups.length && stretch.length() <= LONGEST; next++) {
                stretch.append(groups[next]);
                if (stretch.length() >= SHORTEST && stretch.length() <= LONGEST && isLuhnValid(stretch)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isLuhnValid(CharSequence digits) {
        int sum = 0;
        boolean twice = false;
        for (int i = digits.length() - 1; i >= 0; i--) {
            int digit = digits.charAt(i) - '0';
            int value = twice ? digit * 2 : digit;
            sum += value > 9 ? value - 9 : value;
            twice = !twice;
        }
        return sum % 10 == 0;
    }
}
