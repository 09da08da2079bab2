// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cardwire.pan.CardNumbers;
import dev.cardwire.problem.request.FieldReader;
import java.math.BigDecimal;

/**
 * Numbers in metadata go to UQPAY without an exponent, so three characters such as {@code 1e9} can be sent as ten and
 * others as gigabytes. Refused is what nobody counts with.
 */
final class MetadataNumbers {

    private static final int MOST_DIGITS = 40;
    private static final int LONGEST_PATH = 200;

    private MetadataNumbers() {}

    /** Whether all of them can be written out; each that cannot is noted with its path. */
    static boolean areWritable(JsonNode metadata, FieldReader fields) {
        return areWritable(metadata, "metadata", fields);
    }

    private static boolean areWritable(JsonNode value, String path, FieldReader fields) {
        boolean writable = true;
        if (value.isObject()) {
            for (var member : value.properties()) {
                writable &= areWritable(member.getValue(), path + "." + member.getKey(), fields);
            }
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                writable &= areWritable(value.get(i), path + "[" + i + "]", fields);
            }
        } else if (value.isNumber() && !isShort(value.decimalValue())) {
            fields.reject(
                    CardNumbers.dropFrom(path.substring(0, Math.min(path.length(), LONGEST_PATH))),
                    "may have at most 40 digits before and after the decimal point");
            return false;
        }
        return writable;
    }

    private static boolean isShort(BigDecimal number) {
        long scale = number.scale();
        return scale <= MOST_DIGITS && number.precision() - scale <= MOST_DIGITS;
    }
}
