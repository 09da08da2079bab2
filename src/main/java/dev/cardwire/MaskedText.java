package dev.cardwire;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text without what must not be read: it is judged by its look, and rather masked once too often. Strangers write parts of
 * it, so no pattern may look at the same place again and again, or go deeper with each character.
 */
final class MaskedText {

    private static final String MASK = "[masked]";

    /** An id is left alone, even if all of its digits happen to be decimal; a run of digits, also in groups, is looked at. */
    private static final Pattern DIGITS = Pattern.compile(
            "(?<id>\\b[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\\b)|[0-9](?:[\\s\\p{Zs}\\p{Pd}._\u2212]{0,3}[0-9]){12,}+");

    /** What is worth hiding by its form or by the name in front of it. */
    private static final List<Pattern> SECRETS = List.of(
            Pattern.compile("(?i)(\\b(?:bearer|basic)\\s+)[A-Za-z0-9._~+/=-]{8,}"),
            // in a query or a form
            Pattern.compile("(?i)((?:ticket|token|key|secret|password|signature)=)[^\\s&\"',;]+"),
            // in JSON
            Pattern.compile(
                    "(?i)(\"[a-z_-]*(?:ticket|token|api[_-]key|secret|password|otp|cvv|cvc|pin)\"\\s*:\\s*)\"[^\"]*\""),
            // as headers are printed
            Pattern.compile("(?i)(\\bx-(?:auth-token|api-key|wk-signature)\\s*[:=]\\s*)\\S+"),
            // a JSON web token, a ticket of ours, a standard-webhooks secret
            Pattern.compile("()(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]+"),
            Pattern.compile("()(?<![A-Za-z0-9_-])AQ[A-Za-z0-9_-]{78,}"),
            Pattern.compile("()\\bwhsec_[A-Za-z0-9+/=]+"));

    private static final Pattern GROUP = Pattern.compile("([^0-9]*)([0-9]+)");
    private static final Set<String> TIGHT = Set.of("", " ", "-");
    private static final int SHORTEST_PRINTED = 3;
    private static final int LONGEST_PRINTED = 7;

    private static final int SHORTEST = 13;
    private static final int LONGEST = 19;

    private MaskedText() {}

    static String of(String text) {
        String masked = text;
        for (Pattern secret : SECRETS) {
            masked = secret.matcher(masked).replaceAll("$1" + Matcher.quoteReplacement(MASK));
        }
        return DIGITS.matcher(masked).replaceAll(MaskedText::instead);
    }

    private static String instead(MatchResult found) {
        boolean id = found.group(1) != null;
        return Matcher.quoteReplacement(id || !mayBeCardNumber(found.group()) ? found.group() : MASK);
    }

    /** Groups of any length with one blank or dash between them, groups as on a card with whatever parts them. */
    private static boolean mayBeCardNumber(String run) {
        List<String> tight = new ArrayList<>();
        List<String> printed = new ArrayList<>();
        boolean found = false;
        for (MatchResult next : GROUP.matcher(run).results().toList()) {
            String group = next.group(2);
            if (!TIGHT.contains(next.group(1))) {
                found |= hold(tight);
                tight.clear();
            }
            if (group.length() < SHORTEST_PRINTED || group.length() > LONGEST_PRINTED) {
                found |= hold(printed);
                printed.clear();
            } else {
                printed.add(group);
            }
            tight.add(group);
        }
        return found || hold(tight) || hold(printed);
    }

    /** Whole groups together, so that an expiry date behind a number does not hide it; of a longer run every part. */
    private static boolean hold(List<String> groups) {
        List<Integer> borders = new ArrayList<>(List.of(0));
        String digits = String.join("", groups);
        for (String group : groups) {
            int from = borders.get(borders.size() - 1);
            for (int end = from + 1; group.length() > LONGEST && end < from + group.length(); end++) {
                borders.add(end);
            }
            borders.add(from + group.length());
        }
        for (int first = 0; first < borders.size(); first++) {
            for (int next = first + 1; next < borders.size() && length(borders, first, next) <= LONGEST; next++) {
                if (length(borders, first, next) >= SHORTEST
                        && isCardNumber(digits.substring(borders.get(first), borders.get(next)))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static int length(List<Integer> borders, int first, int next) {
        return borders.get(next) - borders.get(first);
    }

    /** No scheme's numbers begin with 0, 1, 7, 8 or 9; times in milliseconds begin with 1. */
    private static boolean isCardNumber(String digits) {
        return digits.charAt(0) >= '2' && digits.charAt(0) <= '6' && isLuhnValid(digits);
    }

    private static boolean isLuhnValid(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int value = i % 2 == 1 ? digit * 2 : digit;
            sum += value > 9 ? value - 9 : value;
        }
        return sum % 10 == 0;
    }
}
