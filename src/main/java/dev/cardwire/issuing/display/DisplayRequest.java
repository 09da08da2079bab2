// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.display;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.problem.request.FieldReader;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How UQPAY's secure iframe is to show a card; both parts may be left out, and so may the body. */
record DisplayRequest(@Nullable String lang, boolean showCardholderName, FieldReader fields) {

    static DisplayRequest read(ObjectNode json) {
        FieldReader fields = new FieldReader(json);
        String lang = fields.oneOf("lang", Set.of("en", "zh"));
        boolean name = Boolean.TRUE.equals(fields.flag("show_cardholder_name"));
        fields.rejectUnknown();
        return new DisplayRequest(lang, name, fields);
    }
}
