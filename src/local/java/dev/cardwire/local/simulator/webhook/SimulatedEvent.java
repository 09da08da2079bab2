// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.webhook;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An event and what became of it. The body is fixed when the event is made: every copy and every retry has its bytes. */
public final class SimulatedEvent {
    /** Where the delivery stands. DROPPED: never sent, on purpose. GIVEN_UP: five retries were not answered with 200. */
    enum State {
        WAITING,
        DELIVERED,
        GIVEN_UP,
        DROPPED
    }

    private String eventId;
    private String eventType;
    private String cardId;
    private String body;
    private Instant madeAt;
    private State state = State.WAITING;
    private int tries;
    private String signedAt;
    private final List<Attempt> attempts = new ArrayList<>();

    SimulatedEvent() {}

    public SimulatedEvent(String eventId, String eventType, Optional<String> cardId, String body, Instant madeAt) {
        this.eventId = eventId;
        this.eventType = eventType;
        this.cardId = cardId.orElse(null);
        this.body = body;
        this.madeAt = madeAt;
    }

    public String eventId() {
        return eventId;
    }

    public String eventType() {
        return eventType;
    }

    public Optional<String> cardId() {
        return Optional.ofNullable(cardId);
    }

    public String body() {
        return body;
    }

    byte[] bytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }

    public Instant madeAt() {
        return madeAt;
    }

    public String state() {
        return state.name();
    }

    public List<Attempt> attempts() {
        return attempts;
    }

    boolean isWaiting() {
        return state == State.WAITING;
    }

    void drop() {
        state = State.DROPPED;
    }

    /** The timestamp text to sign; a retry repeats the first one if UQPAY is to be so. */
    String timestamp(String fresh, boolean repeatFirst) {
        if (signedAt == null || !repeatFirst) {
            signedAt = fresh;
        }
        return signedAt;
    }

    /** An attempt of the ordinary course: the first one or a retry. */
    int tried(Attempt attempt, int mostTries) {
        tries++;
        attempts.add(attempt);
        if (attempt.delivered()) {
            state = State.DELIVERED;
        } else if (tries >= mostTries && state == State.WAITING) {
            state = State.GIVEN_UP;
        }
        return tries;
    }

    /**
     * A copy beside the ordinary course; it can deliver the event, but it uses up no retry.
     *
     * @return whether the event's state changed by it
     */
    boolean copied(Attempt attempt) {
        attempts.add(attempt);
        boolean news = attempt.delivered() && state != State.DELIVERED;
        if (news) {
            state = State.DELIVERED;
        }
        return news;
    }
}
