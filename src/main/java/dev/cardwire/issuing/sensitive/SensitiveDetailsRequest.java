// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.sensitive;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.problem.request.FieldReader;
import org.jspecify.annotations.Nullable;

/**
 * A request for what a card is paid with.
 *
 * @param key null when a rule is broken, which {@code fields} has noted
 */
record SensitiveDetailsRequest(@Nullable CallerKey key, FieldReader fields) {

    /** Reads the fields; a wrong kind ends the request, every other broken rule is noted in {@code fields}. */
    static SensitiveDetailsRequest read(ObjectNode json) {
        FieldReader fields = new FieldReader(json);
        FieldReader jwk = fields.required("public_key", fields.object("public_key"));
        CallerKey key = jwk == null ? null : CallerKey.read(jwk);
        fields.rejectUnknown();
        return new SensitiveDetailsRequest(key, fields);
    }

    /** The key; ends the request when a rule is broken. */
    CallerKey checkedKey() {
        fields.throwIfBroken();
        if (key == null) {
            throw new IllegalStateException("a request without a key has a broken rule");
        }
        return key;
    }
}
