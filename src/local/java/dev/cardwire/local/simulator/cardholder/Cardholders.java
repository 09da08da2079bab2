// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.cardholder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.local.simulator.behaviour.Behaviour;
import dev.cardwire.local.simulator.behaviour.Knob;
import dev.cardwire.local.simulator.lane.Alarms;
import dev.cardwire.local.simulator.store.Json;
import dev.cardwire.local.simulator.store.Store;
import dev.cardwire.local.simulator.store.Table;
import dev.cardwire.local.simulator.webhook.Announcer;
import dev.cardwire.local.simulator.wire.Fields;
import dev.cardwire.local.simulator.wire.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** The people cards are issued to. Reads and writes arrive through {@link CardholderCalls} and the one-step card. */
public final class Cardholders {
    public static final String APPROVED = "25ea804d-7fd5-43d5-8792-0fc0214cdb2f";
    public static final String PENDING = "3c9a6f17-58d2-4e0b-b6a4-90e17d2c8f35";
    public static final String FAILED = "f41b7e90-2d6c-4a83-95f8-c7053ab1e62d";
    private static final String REVIEW = "kyc";
    private static final String STATUS_CHANGED = "cardholder.kyc.status_changed";

    /** A proof that was brought once. It stays its holder's when a newer one follows, and is never anybody else's. */
    record UsedProof(String referenceId, String cardholderId) {}

    private final Table<SimulatedCardholder> table;
    private final Table<UsedProof> proofs;
    private final InstantSource clock;
    private final Behaviour behaviour;
    private final Alarms alarms;
    private final Announcer announcer;

    public Cardholders(Store store, InstantSource clock, Behaviour behaviour, Alarms alarms, Announcer announcer) {
        this.table = store.table("cardholder", SimulatedCardholder.class, SimulatedCardholder::id);
        this.proofs = store.table("proof", UsedProof.class, UsedProof::referenceId);
        this.clock = clock;
        this.behaviour = behaviour;
        this.alarms = alarms;
        this.announcer = announcer;
        alarms.on(REVIEW, this::review);
    }

    public void seed(Instant now) {
        table.put(seeded(FAILED, "FAILED", "Casey", "Lim", "91234569", now));
        table.put(seeded(PENDING, "PENDING", "Robin", "Tan", "91234568", now));
        SimulatedCardholder approved = seeded(APPROVED, "SUCCESS", "Alex", "Chen", "91234567", now);
        approved.amend(enough(), now);
        table.put(approved);
    }

    /** What every product wants to know. */
    private static ObjectNode enough() {
        ObjectNode more =
                Json.object().put("gender", "OTHER").put("nationality", "SG").put("date_of_birth", "1990-01-01");
        more.putObject("residential_address")
                .put("country", "SG")
                .put("city", "Singapore")
                .put("line1", "1 Example Street");
        more.putObject("identity").put("type", "PASSPORT");
        return more;
    }

    /** State files of earlier releases know less of the seeded one, which must go on getting cards. */
    public void completeSeed() {
        find(APPROVED).filter(holder -> !holder.knows("identity")).ifPresent(holder -> {
            ObjectNode more = enough();
            more.properties().removeIf(field -> holder.knows(field.getKey()));
            holder.amend(more, clock.instant());
            table.put(holder);
        });
    }

    private static SimulatedCardholder seeded(
            String id, String status, String first, String last, String phone, Instant now) {
        String email = (first + "." + last + "@example.com").toLowerCase(Locale.ROOT);
        ObjectNode details = Json.object()
                .put("email", email)
                .put("first_name", first)
                .put("last_name", last)
                .put("country_code", "SG")
                .put("phone_number", phone);
        return new SimulatedCardholder(id, status, details, now);
    }

    public Optional<SimulatedCardholder> find(String id) {
        return table.find(id);
    }

    public SimulatedCardholder get(String id) {
        return table.find(id)
                .orElseThrow(() -> Refusal.of(400, "cardholder_error", "cardholder_not_found", "cardholder not found"));
    }

    public List<SimulatedCardholder> newestFirst() {
        return table.newestFirst();
    }

    public void save(SimulatedCardholder holder) {
        table.put(holder);
    }

    /**
     * Makes a cardholder of a complete request. Basic data passes at once, and so does what a third party has checked;
     * documents are reviewed, and who is sent to a verification stays incomplete until it is done.
     */
    public SimulatedCardholder create(Fields ask) {
        for (String field : List.of("email", "first_name", "last_name", "country_code", "phone_number")) {
            ask.required(field);
        }
        CardholderRules.name(ask, "first_name");
        CardholderRules.name(ask, "last_name");
        CardholderRules.contacts(ask, clock.instant());
        mustBeFree(ask, "email", Optional.empty());
        mustBeFree(ask, "phone_number", Optional.empty());
        proofMustBeFree(ask, Optional.empty());
        SimulatedCardholder holder = new SimulatedCardholder(
                UUID.randomUUID().toString(), "SUCCESS", CardholderRules.details(ask), clock.instant());
        if (ask.has("identity") || ask.has("kyc_verification")) {
            verify(holder, ask);
        } else {
            announce(STATUS_CHANGED, holder);
        }
        table.put(holder);
        return holder;
    }

    /** Changes everything but the names. */
    public void update(SimulatedCardholder holder, Fields ask) {
        if (ask.has("first_name") || ask.has("last_name")) {
            throw Refusal.cardholder("the name of a cardholder cannot be changed");
        }
        CardholderRules.contacts(ask, clock.instant());
        mustBeFree(ask, "email", Optional.of(holder));
        mustBeFree(ask, "phone_number", Optional.of(holder));
        proofMustBeFree(ask, Optional.of(holder));
        holder.amend(CardholderRules.details(ask), clock.instant());
        if (ask.has("identity") || ask.has("kyc_verification")) {
            verify(holder, ask);
        }
        table.put(holder);
        announce("cardholder.updated", holder);
    }

    /** Whether a card's request may add this to its cardholder. */
    public void check(SimulatedCardholder holder, Fields more) {
        CardholderRules.name(more, "first_name");
        CardholderRules.name(more, "last_name");
        CardholderRules.contacts(more, clock.instant());
        mustBeFree(more, "email", Optional.of(holder));
        mustBeFree(more, "phone_number", Optional.of(holder));
        proofMustBeFree(more, Optional.of(holder));
    }

    /** Adds it where nothing was known, without a review and without an event of its own. */
    public void complete(SimulatedCardholder holder, Fields more) {
        ObjectNode details = CardholderRules.details(more);
        details.properties().removeIf(field -> holder.knows(field.getKey()));
        holder.amend(details, clock.instant());
        table.put(holder);
    }

    private void mustBeFree(Fields ask, String field, Optional<SimulatedCardholder> self) {
        Optional<String> wanted = ask.text(field);
        boolean taken = wanted.isPresent()
                && table.all().stream()
                        .filter(other -> self.isEmpty() || other != self.get())
                        .anyMatch(other -> other.text(field).equalsIgnoreCase(wanted.get()));
        if (taken) {
            throw Refusal.cardholder(field + " already exists");
        }
    }

    private void proofMustBeFree(Fields ask, Optional<SimulatedCardholder> self) {
        boolean taken = CardholderRules.proof(ask)
                .flatMap(proof -> proofs.find(proof.required("reference_id")))
                .filter(used ->
                        self.isEmpty() || !used.cardholderId().equals(self.get().id()))
                .isPresent();
        if (taken) {
            throw Refusal.cardholder("kyc_verification.kyc_proof.reference_id already exists");
        }
    }

    private void verify(SimulatedCardholder holder, Fields ask) {
        switch (CardholderRules.method(ask)) {
            case "THIRD_PARTY" -> {
                CardholderRules.proof(ask)
                        .ifPresent(proof -> proofs.put(new UsedProof(proof.required("reference_id"), holder.id())));
                holder.reviewed("SUCCESS", "PASSED", clock.instant());
            }
            case "SUMSUB_REDIRECT" -> holder.reviewed("INCOMPLETE", "PENDING", clock.instant());
            default -> beginReview(holder);
        }
    }

    /** The person has done what the address asked for; the review follows. */
    public boolean completeVerification(String id) {
        Optional<SimulatedCardholder> holder = find(id).filter(found -> found.is("INCOMPLETE"));
        holder.ifPresent(found -> {
            beginReview(found);
            table.put(found);
        });
        return holder.isPresent();
    }

    private void beginReview(SimulatedCardholder holder) {
        holder.reviewed("PENDING", "PENDING", clock.instant());
        alarms.set(REVIEW, holder.id(), Duration.ofMillis(behaviour.number(Knob.KYC_DELAY_MS)));
    }

    private void review(String id) {
        if (table.find(id).isEmpty() || behaviour.is(Knob.KYC_OUTCOME, "stay_pending")) {
            return;
        }
        boolean passed = behaviour.is(Knob.KYC_OUTCOME, "succeed");
        SimulatedCardholder holder = get(id);
        holder.reviewed(passed ? "SUCCESS" : "FAILED", passed ? "PASSED" : "FAILED", clock.instant());
        table.put(holder);
        announce(STATUS_CHANGED, holder);
    }

    private void announce(String type, SimulatedCardholder holder) {
        announcer.announce(type, holder.id(), Optional.empty(), CardholderView.eventData(holder));
    }
}
