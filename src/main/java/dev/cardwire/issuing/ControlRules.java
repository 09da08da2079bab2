// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.card.CardJson;
import dev.cardwire.pan.CardNumbers;
import dev.cardwire.problem.request.FieldReader;
import dev.cardwire.uqpay.UqpayJson;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The fields that issuing and changing a card share, with their rules ({@code docs/api.md} 2.1, {@code uqpay/api.md} 10.3). */
final class ControlRules {

    private static final Set<String> YES_NO = Set.of("Y", "N");
    /** UQPAY's limit is 3200; the rest is for the operation's tag. */
    private static final int MAX_METADATA_BYTES = 3100;

    private static final int DAY = "yyyy-MM-dd".length();
    private static final int MAX_DECIMALS = 2;
    private static final Pattern MCC = Pattern.compile("[0-9]{4}");

    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

    private ControlRules() {}

    static @Nullable BigDecimal limit(FieldReader fields) {
        BigDecimal limit = fields.amount("card_limit");
        if (limit != null && limit.signum() < 0) {
            fields.reject("card_limit", "must be at least 0");
        } else if (limit != null && decimals(limit) > MAX_DECIMALS) {
            fields.reject("card_limit", "may have at most two decimal places");
        }
        return limit;
    }

    static @Nullable ArrayNode spending(FieldReader fields) {
        List<FieldReader> controls = fields.objects("spending_controls");
        if (controls == null) {
            return null;
        }
        ArrayNode all = NODES.arrayNode();
        for (FieldReader control : controls) {
            BigDecimal amount = control.required("amount", control.amount("amount"));
            if (amount != null && amount.signum() <= 0) {
                control.reject("amount", "must be more than 0");
            } else if (amount != null && decimals(amount) > MAX_DECIMALS) {
                control.reject("amount", "may have at most two decimal places");
            }
            String interval = control.required("interval", control.oneOf("interval", Set.of("PER_TRANSACTION")));
            control.rejectUnknown();
            all.addObject().put("amount", amount).put("interval", interval);
        }
        return all;
    }

    static @Nullable ObjectNode risk(FieldReader fields) {
        FieldReader risk = fields.object("risk_controls");
        if (risk == null) {
            return null;
        }
        ObjectNode all = NODES.objectNode();
        putText(all, "enable_3ds", risk.oneOf("enable_3ds", YES_NO));
        putText(all, "allow_3ds_transactions", risk.oneOf("allow_3ds_transactions", YES_NO));
        List<String> allowed = codes(risk, "allowed_mcc", all);
        List<String> blocked = codes(risk, "blocked_mcc", all);
        if (allowed != null && !allowed.isEmpty() && blocked != null && !blocked.isEmpty()) {
            risk.reject("blocked_mcc", "cannot be combined with allowed_mcc");
        }
        risk.rejectUnknown();
        return all;
    }

    static @Nullable ObjectNode metadata(FieldReader fields) {
        JsonNode value = fields.any("metadata");
        if (value == null) {
            return null;
        }
        if (fields.object("metadata") == null || !(value instanceof ObjectNode metadata)) {
            return null;
        }
        if (metadata.has(CardJson.OPERATION_TAG)) {
            fields.reject("metadata." + CardJson.OPERATION_TAG, "is the gateway's own");
        }
        if (!MetadataNumbers.areWritable(metadata, fields)) {
            return metadata;
        }
        String text = metadata.toString();
        if (UqpayJson.write(metadata).length > MAX_METADATA_BYTES) {
            fields.reject("metadata", "may have at most 3100 bytes as JSON in UTF-8");
        }
        // a backslash of the text itself is two of the JSON's
        if (text.replace("\\\\", "").contains("\\u0000")) {
            fields.reject("metadata", "must not contain the character U+0000");
        }
        if (holdsCardNumber(metadata)) {
            fields.reject("metadata", "must not contain a card number");
        }
        return metadata;
    }

    /** A moment, or the day alone. */
    static @Nullable String timeOrDay(FieldReader fields, String name) {
        String text = fields.text(name);
        if (text == null) {
            return null;
        }
        try {
            if (text.length() == DAY) {
                LocalDate.parse(text);
            } else {
                OffsetDateTime.parse(text);
            }
            return text;
        } catch (DateTimeException notATime) {
            fields.reject(name, "must be an ISO 8601 time with an offset, or a date in the form yyyy-MM-dd");
            return null;
        }
    }

    /** Each name, text and number as it is read, since JSON writes a line's end as something else. */
    private static boolean holdsCardNumber(JsonNode value) {
        if (value.isContainerNode()) {
            return value.properties().stream().anyMatch(member -> CardNumbers.areIn(member.getKey()))
                    || StreamSupport.stream(value.spliterator(), false).anyMatch(ControlRules::holdsCardNumber);
        }
        return CardNumbers.areIn(value.isNumber() ? value.decimalValue().toPlainString() : value.asText());
    }

    /** A card number has no business in free text: it would be kept and shown. */
    static int decimals(BigDecimal amount) {
        return Math.max(amount.stripTrailingZeros().scale(), 0);
    }

    private static @Nullable List<String> codes(FieldReader risk, String name, ObjectNode all) {
        List<String> codes = risk.texts(name);
        if (codes == null) {
            return null;
        }
        ArrayNode array = all.putArray(name);
        for (String code : codes) {
            if (!MCC.matcher(code).matches()) {
                risk.reject(name, "must contain merchant category codes of four digits");
            }
            array.add(code);
        }
        return codes;
    }

    private static void putText(ObjectNode all, String name, @Nullable String value) {
        if (value != null) {
            all.put(name, value);
        }
    }
}
