// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cardwire.problem.request.FieldReader;
import dev.cardwire.problem.request.TextRules;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request to create, change or complete a cardholder ({@code uqpay/api.md} 10.2). A person's data: it is sent, kept under encryption until
 * the operation ends, and nowhere else.
 *
 * @param body the same as it goes to UQPAY
 */
record CardholderRequest(ObjectNode body, FieldReader fields) {

    private static final Set<String> GENDERS = Set.of("MALE", "FEMALE", "OTHER");
    private static final List<String> NAMES = List.of("first_name", "last_name");
    private static final Set<String> IDENTITIES = Set.of("ID_CARD", "PASSPORT", "DRIVER_LICENSE");
    private static final Set<String> DOCUMENTS = Set.of("pdf", "png", "jpg", "jpeg");

    /**
     * A creation. A wrong kind ends the request, every other broken rule is noted in {@code fields}.
     *
     * @param today the date where UQPAY is, by which it counts a person's age
     */
    static CardholderRequest read(ObjectNode json, LocalDate today) {
        FieldReader fields = new FieldReader(json);
        PersonRules rules = new PersonRules(fields);
        fields.required("email", rules.email("email"));
        fields.required("first_name", rules.name("first_name"));
        fields.required("last_name", rules.name("last_name"));
        fields.required("country_code", rules.country("country_code"));
        fields.required("phone_number", rules.phone("phone_number"));
        details(fields, today);
        address(fields, "delivery_address");
        document(fields);
        fields.rejectUnknown();
        return new CardholderRequest(withoutNulls(composed(json.deepCopy())), fields);
    }

    /** A change: what is absent stays as it is, and the names stay in any case. */
    static CardholderRequest change(ObjectNode json, LocalDate today) {
        FieldReader fields = new FieldReader(json);
        for (String name : NAMES) {
            if (fields.any(name) != null) {
                fields.reject(name, "of a cardholder cannot be changed at UQPAY");
            }
        }
        contacts(fields);
        details(fields, today);
        address(fields, "delivery_address");
        document(fields);
        fields.rejectUnknown();
        ObjectNode body = withoutNulls(composed(json.deepCopy()));
        if (body.isEmpty() && fields.errors().isEmpty()) {
            fields.reject("email", "or another field is required");
        }
        return new CardholderRequest(body, fields);
    }

    /** What the request for a card adds to its cardholder, because the product asks for it; null without any. */
    static @Nullable ObjectNode supplement(FieldReader card, String name, LocalDate today) {
        FieldReader fields = card.object(name);
        if (fields == null || !(card.any(name) instanceof ObjectNode given)) {
            return null;
        }
        PersonRules rules = new PersonRules(fields);
        NAMES.forEach(rules::name);
        contacts(fields);
        details(fields, today);
        fields.rejectUnknown();
        ObjectNode all = withoutNulls(composed(given.deepCopy()));
        return all.isEmpty() ? null : all;
    }

    private static void contacts(FieldReader fields) {
        PersonRules rules = new PersonRules(fields);
        rules.email("email");
        rules.country("country_code");
        rules.phone("phone_number");
    }

    private static void details(FieldReader fields, LocalDate today) {
        PersonRules rules = new PersonRules(fields);
        rules.born("date_of_birth", today);
        fields.oneOf("gender", GENDERS);
        rules.country("nationality");
        address(fields, "residential_address");
        identity(fields);
        verification(fields);
    }

    private static void address(FieldReader fields, String name) {
        FieldReader address = fields.object(name);
        if (address == null) {
            return;
        }
        PersonRules rules = new PersonRules(address);
        address.required("country", rules.country("country"));
        address.required("city", rules.text("city", 128));
        address.required("line1", rules.text("line1", 255));
        for (String part : List.of("state", "district")) {
            rules.text(part, 128);
        }
        for (String part : List.of("line2", "line_en")) {
            rules.text(part, 255);
        }
        rules.text("postal_code", 16);
        address.rejectUnknown();
    }

    private static void identity(FieldReader fields) {
        FieldReader identity = fields.object("identity");
        if (identity == null) {
            return;
        }
        PersonRules rules = new PersonRules(identity);
        String type = identity.required("type", identity.oneOf("type", IDENTITIES));
        identity.required("number", rules.plain("number", 64));
        identity.required("front_file", rules.file("front_file"));
        String back = rules.file("back_file");
        if ("ID_CARD".equals(type)) {
            identity.required("back_file", back);
        }
        rules.file("hand_file");
        identity.rejectUnknown();
    }

    private static void verification(FieldReader fields) {
        FieldReader kyc = fields.object("kyc_verification");
        if (kyc == null) {
            return;
        }
        String method = kyc.required("method", kyc.oneOf("method", Set.of("THIRD_PARTY", "SUMSUB_REDIRECT")));
        FieldReader proof = kyc.object("kyc_proof");
        if ("THIRD_PARTY".equals(method)) {
            kyc.required("kyc_proof", proof);
        }
        if (proof != null) {
            PersonRules rules = new PersonRules(proof);
            proof.required("provider", rules.plain("provider", 128));
            String reference = proof.required("reference_id", rules.plain("reference_id", 64));
            if (reference != null && reference.length() < 10) {
                proof.reject("reference_id", "must have 10 to 64 characters");
            }
            proof.rejectUnknown();
        }
        kyc.rejectUnknown();
    }

    private static void document(FieldReader fields) {
        String type = fields.oneOf("document_type", DOCUMENTS);
        String document = new PersonRules(fields).file("document");
        if (document != null) {
            fields.required("document_type", type);
        } else if (type != null) {
            fields.required("document", null);
        }
    }

    /** As the rules read it. */
    private static ObjectNode composed(ObjectNode object) {
        object.properties().forEach(entry -> {
            if (entry.getValue() instanceof ObjectNode inner) {
                composed(inner);
            } else if (entry.getValue().isTextual()) {
                entry.setValue(
                        TextNode.valueOf(TextRules.composed(entry.getValue().textValue())));
            }
        });
        return object;
    }

    private static ObjectNode withoutNulls(ObjectNode object) {
        object.properties().removeIf(entry -> entry.getValue().isNull());
        for (JsonNode value : object) {
            if (value instanceof ObjectNode inner) {
                withoutNulls(inner);
            }
        }
        return object;
    }

    /** A person's data must not end in a log line by accident. */
    @Override
    public String toString() {
        return "CardholderRequest";
    }
}
