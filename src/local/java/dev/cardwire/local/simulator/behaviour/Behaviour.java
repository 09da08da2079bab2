// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.local.simulator.store.Json;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * How the knobs stand. Kept in memory only: a restarted simulator behaves well again, whatever it was set to before.
 * Knows the chances too, so that a rate of 1 always and a rate of 0 never happens.
 */
public final class Behaviour {
    private final Map<Knob, Object> start = new EnumMap<>(Knob.class);
    private final Map<Knob, Object> now = new EnumMap<>(Knob.class);
    private final Supplier<String> defaultWebhookUrl;
    private SplittableRandom random = new SplittableRandom();
    private Consumer<ObjectNode> onTurn = knobs -> {};

    public Behaviour(Supplier<String> defaultWebhookUrl, String webhookSecret, double timeScale) {
        this.defaultWebhookUrl = defaultWebhookUrl;
        for (Knob knob : Knob.values()) {
            start.put(knob, knob.normal);
        }
        start.put(Knob.WEBHOOK_SECRET, webhookSecret);
        start.put(Knob.TIME_SCALE, timeScale);
        reset();
    }

    public void reset() {
        now.putAll(start);
    }

    /**
     * Turns the knobs that are named, {@code null} turning one back; an empty object turns all of them back.
     *
     * @return what is wrong with the request; nothing was turned unless this is empty
     */
    public List<String> turn(ObjectNode wanted) {
        Map<Knob, Object> next = new EnumMap<>(Knob.class);
        List<String> faults = read(wanted, next);
        if (faults.isEmpty()) {
            now.putAll(wanted.isEmpty() ? start : next);
            onTurn.accept(wanted);
        }
        return faults;
    }

    /** What {@link #turn} would find wrong; nothing is turned. */
    public List<String> faults(ObjectNode wanted) {
        return read(wanted, new EnumMap<>(Knob.class));
    }

    /** Hears of every turn of knobs. */
    public void whenTurned(Consumer<ObjectNode> listener) {
        onTurn = listener;
    }

    /** From now on the dice fall as they fell in every other run with that seed. */
    public void seed(long seed) {
        random = new SplittableRandom(seed);
    }

    private List<String> read(ObjectNode wanted, Map<Knob, Object> next) {
        List<String> faults = new ArrayList<>();
        wanted.properties().forEach(entry -> {
            Knob knob = Knob.named(entry.getKey()).orElse(null);
            JsonNode value = entry.getValue();
            if (knob == null) {
                faults.add("unknown key " + entry.getKey());
            } else if (value.isNull()) {
                next.put(knob, start.get(knob));
            } else if (knob.kind.accepts().test(value)) {
                next.put(knob, knob.kind.read().apply(value));
            } else {
                faults.add(entry.getKey() + " must be " + knob.kind.allowed());
            }
        });
        return faults;
    }

    public ObjectNode asJson() {
        ObjectNode json = Json.object();
        now.forEach((knob, value) -> json.set(knob.key(), Json.tree(value)));
        return json.put(Knob.WEBHOOK_URL.key(), webhookUrl());
    }

    public String webhookUrl() {
        String url = text(Knob.WEBHOOK_URL);
        return url.isEmpty() ? defaultWebhookUrl.get() : url;
    }

    public int number(Knob knob) {
        return (int) now.get(knob);
    }

    public boolean on(Knob knob) {
        return (boolean) now.get(knob);
    }

    public String text(Knob knob) {
        return (String) now.get(knob);
    }

    public boolean is(Knob knob, String word) {
        return text(knob).equals(word);
    }

    public double timeScale() {
        return (double) now.get(Knob.TIME_SCALE);
    }

    /** Throws the dice of a rate. */
    public boolean happens(Knob rate) {
        double chance = (double) now.get(rate);
        return chance > 0 && random.nextDouble() < chance;
    }

    /** One of so many, evenly; for the quirks. */
    public int pick(int bound) {
        return random.nextInt(bound);
    }
}
