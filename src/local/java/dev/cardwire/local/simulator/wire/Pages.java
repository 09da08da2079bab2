// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.local.simulator.behaviour.Behaviour;
import dev.cardwire.local.simulator.behaviour.Knob;
import dev.cardwire.local.simulator.store.Json;
import java.util.List;
import java.util.function.Function;

/** Cuts a list into pages: {@code page_number} from 1, {@code page_size} 1 to 100 although the documents say 10 to 100. */
public final class Pages {
    private static final int LARGEST = 100;

    private final Behaviour behaviour;

    public Pages(Behaviour behaviour) {
        this.behaviour = behaviour;
    }

    public <T> Answer page(Call call, List<T> all, Function<T, JsonNode> view) {
        int number = read(call, "page_number", 1, Integer.MAX_VALUE);
        int size = read(call, "page_size", 10, LARGEST);
        long from = Math.min((long) (number - 1) * size, all.size());
        ObjectNode page = Json.object();
        page.put("total_pages", (all.size() + size - 1) / size);
        page.put("total_items", all.size());
        ArrayNode data = page.putArray("data");
        all.stream().skip(from).limit(size).map(view).forEach(data::add);
        return Answer.ok(page);
    }

    private int read(Call call, String name, int normal, int largest) {
        long value = call.query(name).map(text -> whole(name, text)).orElse((long) normal);
        boolean strict = behaviour.is(Knob.PAGE_SIZE, "refuse");
        boolean tooSmallAPage = name.equals("page_size") && value < 10;
        if (strict && (value < 1 || value > largest || tooSmallAPage)) {
            throw Refusal.invalid(name + " is out of range");
        }
        return (int) Math.max(1, Math.min(value, largest));
    }

    private static long whole(String name, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw Refusal.invalid(name + " must be an integer");
        }
    }
}
