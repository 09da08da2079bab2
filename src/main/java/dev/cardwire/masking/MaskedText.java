// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.masking;

import dev.cardwire.pan.CardNumbers;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text without what must not be read: it is judged by its look, and rather masked once too often. Strangers write parts of
 * it, so no pattern may visit the same place again and again, or go deeper with each character.
 */
final class MaskedText {

    private static final String MASK = "[masked]";

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

    private MaskedText() {}

    static String of(String text) {
        String masked = text;
        for (Pattern secret : SECRETS) {
            masked = secret.matcher(masked).replaceAll("$1" + Matcher.quoteReplacement(MASK));
        }
        return CardNumbers.maskIn(masked, MASK);
    }
}
