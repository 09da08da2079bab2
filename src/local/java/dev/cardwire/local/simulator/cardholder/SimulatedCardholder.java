// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.cardholder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** A cardholder: what the client sent, without the documents, and how the review stands. */
public final class SimulatedCardholder {
    private String cardholderId;
    private String status;
    private String idvStatus;
    private ObjectNode details;
    private int numberOfCards;
    private Instant createTime;
    private Instant updateTime;

    SimulatedCardholder() {}

    public SimulatedCardholder(String cardholderId, String status, ObjectNode details, Instant now) {
        this.cardholderId = cardholderId;
        this.status = status;
        this.idvStatus = "";
        this.details = details;
        this.createTime = now;
        this.updateTime = now;
    }

    public String id() {
        return cardholderId;
    }

    public String status() {
        return status;
    }

    public boolean is(String word) {
        return status.equals(word);
    }

    public boolean mayHaveCards() {
        return is("SUCCESS");
    }

    public String idvStatus() {
        return idvStatus;
    }

    public JsonNode detail(String field) {
        return details.path(field);
    }

    /** Whether that was ever given. */
    public boolean knows(String field) {
        return details.hasNonNull(field);
    }

    public String text(String field) {
        return details.path(field).asText("");
    }

    public int numberOfCards() {
        return numberOfCards;
    }

    public Instant createTime() {
        return createTime;
    }

    public Instant updateTime() {
        return updateTime;
    }

    /** Counts cards of every status, as UQPAY does. */
    public void hasOneMoreCard() {
        numberOfCards++;
    }

    public void reviewed(String newStatus, String newIdvStatus, Instant at) {
        status = newStatus;
        idvStatus = newIdvStatus;
        updateTime = at;
    }

    public void amend(ObjectNode changes, Instant at) {
        details.setAll(changes);
        updateTime = at;
    }
}
