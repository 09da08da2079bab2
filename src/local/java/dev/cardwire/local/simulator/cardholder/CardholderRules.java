// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.cardholder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.local.simulator.store.Json;
import dev.cardwire.local.simulator.wire.Fields;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Locale.IsoCountryCode;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What may stand in a cardholder (uqpay/api.md 10.2). */
final class CardholderRules {
    private static final Pattern NAME = Pattern.compile("[\\p{L} -]{1,40}");
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");
    private static final Pattern PHONE = Pattern.compile("\\+?[0-9]{5,15}");
    private static final Set<String> COUNTRIES = Locale.getISOCountries(IsoCountryCode.PART1_ALPHA2);
    private static final List<String> KEPT = List.of(
            "email",
            "first_name",
            "last_name",
            "country_code",
            "phone_number",
            "date_of_birth",
            "gender",
            "nationality",
            "residential_address");

    private CardholderRules() {}

    static void name(Fields ask, String field) {
        matches(ask, field, NAME, "must have 1 to 40 letters, blanks or hyphens");
    }

    static void contacts(Fields ask, Instant now) {
        matches(ask, "email", EMAIL, "must be a valid e-mail address");
        country(ask, "country_code");
        matches(ask, "phone_number", PHONE, "must be a valid phone number");
        country(ask, "nationality");
        ask.oneOf("gender", "MALE", "FEMALE", "OTHER");
        ask.oneOf("document_type", "pdf", "png", "jpg", "jpeg");
        dateOfBirth(ask, now);
        ask.object("residential_address").ifPresent(CardholderRules::address);
        ask.object("identity").ifPresent(CardholderRules::identity);
        ask.object("kyc_verification").ifPresent(CardholderRules::verification);
    }

    private static void matches(Fields ask, String field, Pattern form, String rule) {
        ask.text(field).filter(text -> !form.matcher(text).matches()).ifPresent(text -> {
            throw ask.broken(field, rule);
        });
    }

    private static void country(Fields ask, String field) {
        ask.text(field).filter(code -> !COUNTRIES.contains(code)).ifPresent(code -> {
            throw ask.broken(field, "must be an ISO 3166 alpha-2 code");
        });
    }

    private static void dateOfBirth(Fields ask, Instant now) {
        if (!ask.has("date_of_birth")) {
            return;
        }
        int age;
        try {
            LocalDate today = LocalDate.ofInstant(now, ZoneOffset.ofHours(8));
            age = Period.between(LocalDate.parse(ask.required("date_of_birth")), today)
                    .getYears();
        } catch (DateTimeException e) {
            throw ask.broken("date_of_birth", "must be a date in the form yyyy-MM-dd");
        }
        if (age < 18 || age > 79) {
            throw ask.broken("date_of_birth", "must be the birth date of a person aged 18 to 79");
        }
    }

    private static void address(Fields address) {
        address.required("country");
        address.required("city");
        address.required("line1");
        for (String field : List.of("city", "state", "district")) {
            address.text(field, 128);
        }
        for (String field : List.of("line1", "line2", "line_en")) {
            address.text(field, 255);
        }
        address.text("postal_code", 16);
    }

    private static void identity(Fields identity) {
        String type = identity.requiredOneOf("type", "ID_CARD", "PASSPORT", "DRIVER_LICENSE");
        identity.required("number");
        identity.required("front_file");
        if (type.equals("ID_CARD")) {
            identity.required("back_file");
        }
    }

    private static void verification(Fields verification) {
        if (verification
                .requiredOneOf("method", "THIRD_PARTY", "SUMSUB_REDIRECT")
                .equals("THIRD_PARTY")) {
            Fields proof =
                    verification.object("kyc_proof").orElseThrow(() -> verification.broken("kyc_proof", "is required"));
            proof.requiredOneOf("provider", "SUMSUB", "MYINFO", "JUMIO", "DIDIT", "SHUFTI", "REGTANK");
            int length = proof.required("reference_id").length();
            if (length < 10 || length > 64) {
                throw proof.broken("reference_id", "must have 10 to 64 characters");
            }
        }
    }

    /** The proof that a third party has checked the person; only where the method asks for one. */
    static Optional<Fields> proof(Fields ask) {
        return ask.object("kyc_verification")
                .filter(verification -> verification.required("method").equals("THIRD_PARTY"))
                .flatMap(verification -> verification.object("kyc_proof"));
    }

    /** How the person proves who they are; blank when the request says nothing of it. */
    static String method(Fields ask) {
        return ask.object("kyc_verification")
                .map(verification -> verification.required("method"))
                .orElse("");
    }

    /** What is worth remembering. Of an identity only that there was one: documents would swell the state file. */
    static ObjectNode details(Fields ask) {
        ObjectNode details = Json.object();
        for (String field : KEPT) {
            JsonNode value = ask.raw(field);
            if (!value.isMissingNode() && !value.isNull()) {
                details.set(field, value.deepCopy());
            }
        }
        ask.object("identity")
                .ifPresent(identity -> details.putObject("identity").put("type", identity.required("type")));
        if (ask.has("kyc_verification")) {
            details.put(
                    "idv_provider",
                    proof(ask).map(proof -> proof.required("provider")).orElse("SUMSUB"));
        }
        return details;
    }
}
