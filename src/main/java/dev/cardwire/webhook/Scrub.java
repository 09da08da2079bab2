package dev.cardwire.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes out of free text what must not be kept: card numbers, and what PostgreSQL cannot store. */
final class Scrub {

    /** 13 to 19 digits, also with the blanks or dashes that people put between groups. */
    private static final Pattern CARD_LIKE = Pattern.compile("(?<![0-9])[0-9](?:[ -]?[0-9]){12,18}(?![0-9])");

    /** Ids are never card numbers, though their digits may look like one across the dashes. */
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private static final Pattern NOT_MASKED_DIGIT = Pattern.compile("[^0-9*]");
    private static final int SHOWN_FIRST = 8;
    private static final int SHOWN_LAST = 4;

    private Scrub() {}

    /** The text without Luhn-valid runs of 13 to 19 digits and without control characters. */
    static String text(String free) {
        if (ID.matcher(free).matches()) {
            return free;
        }
        Matcher runs = CARD_LIKE.matcher(free);
        StringBuilder clean = new StringBuilder(free.length());
        while (runs.find()) {
            runs.appendReplacement(clean, isCardNumber(runs.group()) ? "" : Matcher.quoteReplacement(runs.group()));
        }
        runs.appendTail(clean);
        return clean.chars()
                .filter(c -> c >= ' ' && c != 0x7f && !Character.isSurrogate((char) c) || c == '\t')
                .collect(StringBuilder::new, (b, c) -> b.append((char) c), StringBuilder::append)
                .toString();
    }

    /** The same for every text, name and number in a JSON value; null stays null. */
    static @Nullable JsonNode tree(@Nullable JsonNode value) {
        if (value == null) {
            return null;
        }
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (value.isObject()) {
            ObjectNode clean = nodes.objectNode();
            value.properties().forEach(entry -> clean.set(text(entry.getKey()), tree(entry.getValue())));
            return clean;
        }
        if (value.isArray()) {
            ArrayNode clean = nodes.arrayNode();
            value.forEach(element -> clean.add(tree(element)));
            return clean;
        }
        if (value.isTextual()) {
            return nodes.textNode(text(value.textValue()));
        }
        String digits = value.isNumber() ? value.asText() : "";
        return text(digits).equals(digits) ? value : nodes.textNode("");
    }

    /** A card number with at most the first eight and the last four digits, however it came. */
    static String mask(String number) {
        String digits = NOT_MASKED_DIGIT.matcher(number).replaceAll("");
        if (digits.length() <= SHOWN_FIRST + SHOWN_LAST) {
            return digits.length() <= SHOWN_LAST ? digits : stars(digits, 0);
        }
        return stars(digits, SHOWN_FIRST);
    }

    private static String stars(String digits, int first) {
        int last = digits.length() - SHOWN_LAST;
        return digits.substring(0, first) + "*".repeat(Math.max(last - first, 0)) + digits.substring(last);
    }

    private static boolean isCardNumber(String run) {
        int sum = 0;
        boolean twice = false;
        for (int i = run.length() - 1; i >= 0; i--) {
            int digit = Character.digit(run.charAt(i), 10);
            if (digit < 0) {
                continue;
            }
            int value = twice ? digit * 2 : digit;
            sum += value > 9 ? value - 9 : value;
            twice = !twice;
        }
        return sum % 10 == 0;
    }
}
