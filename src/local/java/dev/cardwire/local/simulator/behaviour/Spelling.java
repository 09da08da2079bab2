// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.local.simulator.store.Json;
import java.math.BigDecimal;

/**
 * How values are spelled on the wire. UQPAY's documents show numbers where it sends decimal strings: the knob
 * {@code amounts} chooses. With quirks on, each value is in any of the ways that UQPAY was seen to use, so that a client
 * that relies on one of them fails here first.
 */
public final class Spelling {
    private final Behaviour behaviour;

    public Spelling(Behaviour behaviour) {
        this.behaviour = behaviour;
    }

    /** An amount that the documentation shows as a number and UQPAY sends as a string. */
    public void amount(ObjectNode to, String field, BigDecimal amount) {
        if (behaviour.is(Knob.AMOUNTS, "as_documented")) {
            number(to, field, amount);
        } else {
            text(to, field, amount);
        }
    }

    /** An amount that is a number in the documentation and on the wire. */
    public void number(ObjectNode to, String field, BigDecimal amount) {
        if (random() && behaviour.pick(2) == 0) {
            to.put(field, plain(amount));
        } else {
            to.put(field, new BigDecimal(plain(amount)));
        }
    }

    /** An amount that is a string in the documentation and on the wire. */
    public void text(ObjectNode to, String field, BigDecimal amount) {
        if (random() && behaviour.pick(2) == 0) {
            to.put(field, new BigDecimal(plain(amount)));
        } else {
            to.put(field, plain(amount));
        }
    }

    /** Metadata as it is, or in one of five other shapes. */
    public void metadata(ObjectNode to, JsonNode metadata) {
        switch (random() ? behaviour.pick(6) : 0) {
            case 1 -> to.put("metadata", Json.text(metadata));
            case 2 -> to.putNull("metadata");
            case 3 -> to.put("metadata", "");
            case 4 -> to.putArray("metadata");
            case 5 -> to.remove("metadata");
            default -> to.set("metadata", metadata);
        }
    }

    /** Metadata in a list: JSON as text, blank if the card has no metadata. */
    public void listedMetadata(ObjectNode to, JsonNode metadata) {
        if (random()) {
            metadata(to, metadata);
        } else {
            to.put("metadata", metadata.isEmpty() ? "" : Json.text(metadata));
        }
    }

    /** The status of an order that was just accepted. */
    public String accepted(String documented) {
        return random() ? (behaviour.pick(2) == 0 ? "PENDING" : "PROCESSING") : documented;
    }

    public String orderType(String documented) {
        return documented.equals("CREATE_CARD") && random() && behaviour.pick(2) == 0 ? "CARD_CREATE" : documented;
    }

    private boolean random() {
        return behaviour.is(Knob.QUIRKS, "random");
    }

    /** Without exponent and trailing zeros, as the published samples have it. */
    public static String plain(BigDecimal amount) {
        return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
    }
}
