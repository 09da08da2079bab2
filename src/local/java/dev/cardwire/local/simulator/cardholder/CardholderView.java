// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.cardholder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.local.simulator.store.Json;
import dev.cardwire.local.simulator.wire.Times;
import java.util.List;

/** A cardholder in the four places it is shown. Only two of them agree on how to write {@code create_time}. */
public final class CardholderView {
    private static final List<String> DETAILS =
            List.of("date_of_birth", "country_code", "phone_number", "gender", "nationality", "residential_address");

    private CardholderView() {}

    /** Retrieve and list, and inside a retrieved card. */
    public static ObjectNode rest(SimulatedCardholder holder) {
        ObjectNode view = brief(holder);
        for (String field : DETAILS) {
            JsonNode value = holder.detail(field);
            if (!value.isMissingNode()) {
                view.set(field, value);
            }
        }
        view.put("review_status", holder.status()).put("idv_status", holder.idvStatus());
        return view;
    }

    /** Inside a listed card. */
    public static ObjectNode brief(SimulatedCardholder holder) {
        return Json.object()
                .put("cardholder_id", holder.id())
                .put("email", holder.text("email"))
                .put("number_of_cards", holder.numberOfCards())
                .put("first_name", holder.text("first_name"))
                .put("last_name", holder.text("last_name"))
                .put("create_time", Times.zoneless(holder.createTime()))
                .put("cardholder_status", holder.status());
    }

    /** Inside {@code card.create.*}. */
    public static ObjectNode inCreateEvent(SimulatedCardholder holder) {
        return Json.object()
                .put("cardholder_id", holder.id())
                .put("cardholder_status", holder.status())
                .put("create_time", Times.seconds(holder.createTime()))
                .put("email", holder.text("email"))
                .put("first_name", holder.text("first_name"))
                .put("last_name", holder.text("last_name"));
    }

    /** Inside {@code card.update.*}. */
    public static ObjectNode inUpdateEvent(SimulatedCardholder holder) {
        return inCreateEvent(holder)
                .put("country_code", holder.text("country_code"))
                .put("date_of_birth", orUnset(holder.text("date_of_birth")))
                .put("number_of_cards", holder.numberOfCards())
                .put("phone_number", holder.text("phone_number"));
    }

    /** The data of {@code cardholder.*}. */
    public static ObjectNode eventData(SimulatedCardholder holder) {
        return inCreateEvent(holder)
                .put("country_code", holder.text("country_code"))
                .put("date_of_birth", orUnset(holder.text("date_of_birth")))
                .put("idv_provider", provider(holder))
                .put("idv_status", holder.idvStatus())
                .put("nationality", holder.text("nationality"))
                .put("phone_number", holder.text("phone_number"))
                .put("reason", holder.is("FAILED") ? "the document could not be verified" : "")
                .put("update_time", Times.seconds(holder.updateTime()));
    }

    private static String provider(SimulatedCardholder holder) {
        String known = holder.text("idv_provider");
        return known.isEmpty() && !holder.idvStatus().isEmpty() ? "SUMSUB" : known;
    }

    private static String orUnset(String date) {
        return date.isEmpty() ? "0001-01-01" : date;
    }
}
