// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing;

import dev.cardwire.problem.request.FieldReader;
import dev.cardwire.problem.request.TextRules;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Rules for what is said of a person ({@code uqpay/api.md} 10.2). Loose where UQPAY's own are not published: its refusal
 * is passed on, while a rule of ours that is stricter than UQPAY's could not be appealed.
 */
final class PersonRules {

    private static final Pattern EMAIL = Pattern.compile("[^@\\s]{1,128}@[^@\\s]{1,190}\\.[^@\\s.]{2,63}");
    private static final Pattern NAME = Pattern.compile("(?=.*\\p{L})[\\p{L}\\p{M} .,'’-]{1,40}");
    private static final Pattern PHONE = Pattern.compile("\\+?[0-9][0-9 -]{3,23}");
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());
    private static final int YOUNGEST = 18;
    private static final int OLDEST = 79;
    /** UQPAY is in Singapore ({@code uqpay/api.md} 4.1), and counts a person's age there. */
    private static final ZoneOffset HOME = ZoneOffset.ofHours(8);

    private static final int MAX_FILE_BYTES = 2 * 1024 * 1024;

    private final FieldReader fields;

    PersonRules(FieldReader fields) {
        this.fields = fields;
    }

    static LocalDate today(InstantSource clock) {
        return LocalDate.ofInstant(clock.instant(), HOME);
    }

    @Nullable String email(String name) {
        return matching(name, EMAIL, "must be an e-mail address");
    }

    @Nullable String name(String name) {
        return matching(name, NAME, "must have 1 to 40 letters, blanks or hyphens");
    }

    @Nullable String phone(String name) {
        return matching(name, PHONE, "must be a phone number of digits");
    }

    private @Nullable String matching(String name, Pattern form, String rule) {
        String text = TextRules.line(fields, name, fields.text(name));
        if (text != null && !form.matcher(text).matches()) {
            fields.reject(name, rule);
        }
        return text;
    }

    @Nullable String country(String name) {
        String text = fields.text(name);
        if (text != null && !COUNTRIES.contains(text)) {
            fields.reject(name, "must be a country's two capital letters (ISO 3166)");
        }
        return text;
    }

    void born(String name, LocalDate today) {
        String text = fields.text(name);
        if (text == null) {
            return;
        }
        try {
            int age = Period.between(LocalDate.parse(text), today).getYears();
            if (age < YOUNGEST || age > OLDEST) {
                fields.reject(name, "must be the birth date of a person aged 18 to 79");
            }
        } catch (DateTimeException notADate) {
            fields.reject(name, "must be a date in the form yyyy-MM-dd");
        }
    }

    /** A text in which a card number has no business. */
    @Nullable String text(String name, int longest) {
        String text = plain(name, longest);
        if (text != null) {
            fields.rejectCardNumber(name, text);
        }
        return text;
    }

    /** A text that may be a long number of its own, as those of identity cards are. */
    @Nullable String plain(String name, int longest) {
        String text = TextRules.line(fields, name, fields.text(name));
        if (text != null && (text.isBlank() || text.length() > longest)) {
            fields.reject(name, "must have 1 to " + longest + " characters");
        }
        return text;
    }

    /** A file in Base64 of at most 2 MB. */
    @Nullable String file(String name) {
        String text = fields.text(name);
        if (text == null) {
            return null;
        }
        try {
            int bytes = Base64.getDecoder().decode(text).length;
            if (bytes == 0 || bytes > MAX_FILE_BYTES) {
                fields.reject(name, "must have 1 byte to 2 MiB");
            }
        } catch (IllegalArgumentException notBase64) {
            fields.reject(name, "must be Base64");
        }
        return text;
    }
}
