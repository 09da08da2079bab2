// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.local.simulator.behaviour.Behaviour;
import dev.cardwire.local.simulator.behaviour.Knob;
import dev.cardwire.local.simulator.lane.Alarms;
import dev.cardwire.local.simulator.lane.Lane;
import dev.cardwire.local.simulator.store.Json;
import dev.cardwire.local.simulator.store.RunRecord;
import dev.cardwire.local.simulator.store.Table;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/**
 * Delivers events as UQPAY does: at least once, in no certain order, anything but 200 is a failure, and after five
 * retries (16, 32, 64, 128 and 256 s) nothing more. The knobs make it worse.
 */
public final class Courier {
    private static final int MOST_TRIES = 6;
    private static final int MOST_KEPT = 50_000;
    private static final String DELIVERY = "delivery";

    private final Lane lane;
    private final Alarms alarms;
    private final InstantSource clock;
    private final Behaviour behaviour;
    private final Table<SimulatedEvent> events;
    private final RunRecord record;
    private final Carrier carrier;
    private final Shuffle shuffle;

    public Courier(
            Vertx vertx,
            Lane lane,
            Alarms alarms,
            InstantSource clock,
            Behaviour behaviour,
            Table<SimulatedEvent> events,
            RunRecord record) {
        this.lane = lane;
        this.alarms = alarms;
        this.clock = clock;
        this.behaviour = behaviour;
        this.events = events;
        this.record = record;
        this.carrier = new Carrier(vertx, clock);
        this.shuffle = new Shuffle(lane, this::deliver);
        alarms.on(DELIVERY, eventId -> events.find(eventId).ifPresent(this::start));
    }

    /** Takes an event over; returns at once. */
    public void send(SimulatedEvent event) {
        keep(event);
        if (behaviour.happens(Knob.WEBHOOK_DROP_RATE)) {
            event.drop();
            return;
        }
        alarms.set(DELIVERY, event.eventId(), Duration.ofMillis(behaviour.number(Knob.WEBHOOK_DELAY_MS)));
    }

    /** Takes an event over and sends it without delay; the result comes when the first attempt is answered or failed. */
    public CompletionStage<Void> sendNow(SimulatedEvent event) {
        keep(event);
        return deliver(event);
    }

    /** Takes two events over; the second leaves when the first was answered or failed. */
    public void sendInTurn(SimulatedEvent first, SimulatedEvent second) {
        keep(first);
        keep(second);
        deliver(first).thenRun(() -> lane.run(() -> deliver(second)));
    }

    /** Sends copies, all at once, whatever became of the event before. */
    public void resend(SimulatedEvent event, int times) {
        for (int i = 0; i < times; i++) {
            post(event, false, this::copied);
        }
    }

    /** After a start: what was under way when the process died is sent again, at the risk of a duplicate. */
    public void resume() {
        events.all().stream()
                .filter(SimulatedEvent::isWaiting)
                .filter(event -> !alarms.isSet(DELIVERY, event.eventId()))
                .forEach(event -> alarms.set(DELIVERY, event.eventId(), Duration.ZERO));
    }

    public void close() {
        carrier.close();
    }

    private void keep(SimulatedEvent event) {
        if (events.size() >= MOST_KEPT) {
            events.all().stream().findFirst().ifPresent(oldest -> events.remove(oldest.eventId()));
        }
        events.put(event);
    }

    private void start(SimulatedEvent event) {
        if (event.isWaiting() && event.attempts().isEmpty() && behaviour.on(Knob.WEBHOOK_REORDER)) {
            shuffle.take(event);
        } else if (event.isWaiting()) {
            deliver(event);
        }
    }

    private CompletionStage<Void> deliver(SimulatedEvent event) {
        if (!isKept(event)) {
            return CompletableFuture.completedStage(null);
        }
        if (event.attempts().isEmpty()) {
            for (int i = 0; i < behaviour.number(Knob.WEBHOOK_DUPLICATES); i++) {
                post(event, false, this::copied);
            }
        }
        return post(event, behaviour.is(Knob.WEBHOOK_RETRY_SIGNATURE, "same"), this::tried);
    }

    private void tried(SimulatedEvent event, Attempt attempt) {
        int tries = event.tried(attempt, MOST_TRIES);
        events.put(event);
        if (event.isWaiting()) {
            alarms.setScaled(DELIVERY, event.eventId(), Duration.ofSeconds(1L << (tries + 3)));
        }
    }

    private void copied(SimulatedEvent event, Attempt attempt) {
        // Only news goes to the journal: ten thousand copies would write ten thousand ever longer rows.
        if (event.copied(attempt)) {
            events.put(event);
        }
    }

    private CompletionStage<Void> post(
            SimulatedEvent event, boolean repeatTimestamp, BiConsumer<SimulatedEvent, Attempt> note) {
        byte[] body = event.bytes();
        String timestamp = event.timestamp(now(), repeatTimestamp);
        CompletableFuture<Void> noted = new CompletableFuture<>();
        carrier.post(behaviour.webhookUrl(), headers(body, timestamp), body, behaviour.number(Knob.WEBHOOK_DEADLINE_MS))
                .thenAccept(attempt -> lane.run(() -> {
                    record(event, attempt);
                    // A reset in the meantime has forgotten the event, and its late answer must not bring it back.
                    if (isKept(event)) {
                        note.accept(event, attempt);
                    }
                    noted.complete(null);
                }));
        return noted;
    }

    private void record(SimulatedEvent event, Attempt attempt) {
        if (record.isKept()) {
            ObjectNode line = Json.object()
                    .put("event_type", event.eventType())
                    .put("event_id", event.eventId())
                    .put("status", attempt.status())
                    .put("error", attempt.error());
            line.set("body", RunRecord.readable(event.body()));
            record.note("event", line);
        }
    }

    private boolean isKept(SimulatedEvent event) {
        return events.find(event.eventId()).filter(kept -> kept == event).isPresent();
    }

    private Map<String, String> headers(byte[] body, String timestamp) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/json");
        headers.put("x-wk-timestamp", timestamp);
        String secret = behaviour.text(Knob.WEBHOOK_SECRET);
        if (!secret.isEmpty()) {
            boolean spoil = behaviour.happens(Knob.WEBHOOK_BAD_SIGNATURE_RATE);
            headers.put("x-wk-signature", Signature.of(spoil ? secret + "!" : secret, body, timestamp));
        }
        return headers;
    }

    private String now() {
        long millis = clock.instant().toEpochMilli();
        return Long.toString(behaviour.is(Knob.TIMESTAMP_UNIT, "s") ? millis / 1_000 : millis);
    }
}
