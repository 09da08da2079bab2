// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.local.simulator.behaviour.Behaviour;
import dev.cardwire.local.simulator.behaviour.Knob;
import dev.cardwire.local.simulator.store.Json;
import dev.cardwire.local.simulator.store.Store;
import dev.cardwire.local.simulator.store.Table;
import dev.cardwire.local.simulator.wire.Answer;
import dev.cardwire.local.simulator.wire.Call;
import dev.cardwire.local.simulator.wire.Fields;
import dev.cardwire.local.simulator.wire.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The first answer to a key is the answer for 24 hours, a refusal as well (uqpay/api.md 6, open questions 11 to 15). One
 * of UQPAY's pages says so of every failure: how long a 500 is kept is a knob.
 */
public final class Idempotency {
    private static final Duration KEPT = Duration.ofHours(24);
    private static final int LONGEST_KEY = 64;

    private final Table<StoredAnswer> table;
    private final InstantSource clock;
    private final Behaviour behaviour;
    private final Set<String> running = new HashSet<>();

    public Idempotency(Store store, InstantSource clock, Behaviour behaviour) {
        this.table = store.table("answer", StoredAnswer.class, StoredAnswer::key);
        this.clock = clock;
        this.behaviour = behaviour;
    }

    /** The answer to repeat; when empty the caller goes on and calls {@link #begin}. */
    Optional<Answer> replay(Call call) {
        String key = call.idempotencyKey();
        if (!isKey(key)) {
            throw Refusal.idempotency(
                    mustBeUuid()
                            ? "x-idempotency-key is malformed: it must be a UUID"
                            : "x-idempotency-key must have 1 to 64 characters");
        }
        if (running.contains(key)) {
            // The legacy envelope: no type, and a code that contradicts the status.
            throw new Refusal(Answer.json(
                    400,
                    Json.object().put("code", 200).put("message", "request is processing, please try again later")));
        }
        Optional<StoredAnswer> stored = table.find(key).filter(answer -> !isOver(answer));
        if (stored.isPresent() && !stored.get().request().equals(digest(call))) {
            throw Refusal.idempotency("idempotency key was used with a different request");
        }
        return stored.map(answer -> Answer.of(answer.status(), answer.contentType(), answer.body()));
    }

    private boolean isKey(String key) {
        return mustBeUuid() ? Fields.isUuid(key) : !key.isBlank() && key.length() <= LONGEST_KEY;
    }

    private boolean mustBeUuid() {
        return behaviour.is(Knob.IDEMPOTENCY_KEY, "uuid");
    }

    private boolean isOver(StoredAnswer answer) {
        boolean failure = answer.status() >= 500;
        Duration kept = failure ? Duration.ofSeconds(behaviour.number(Knob.KEEP_5XX_S)) : KEPT;
        return !answer.at().plus(kept).isAfter(clock.instant());
    }

    void begin(String key) {
        running.add(key);
    }

    void keep(Call call, Answer answer) {
        if (answer.status() < 500 || behaviour.number(Knob.KEEP_5XX_S) > 0) {
            table.put(new StoredAnswer(
                    call.idempotencyKey(),
                    digest(call),
                    answer.status(),
                    answer.contentType(),
                    answer.body(),
                    clock.instant()));
        }
    }

    /** Keeps a failure that came before any work, unless the key has its answer already. */
    void keepFailure(Call call, Answer answer) {
        String key = call.idempotencyKey();
        if (isKey(key)
                && !running.contains(key)
                && table.find(key).filter(kept -> !isOver(kept)).isEmpty()) {
            keep(call, answer);
        }
    }

    /** The answer has gone out, or its connection is closed. */
    void end(String key) {
        running.remove(key);
    }

    /** Forgets what is too old to matter; after a start. */
    public void prune() {
        table.newestFirst().stream().filter(this::isOver).forEach(answer -> table.remove(answer.key()));
    }

    /** Equal for the same request, however its JSON is laid out. */
    private static String digest(Call call) {
        String request = call.method() + " " + call.path() + " " + Json.text(canonical(call.body()));
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(request.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode canonical(JsonNode node) {
        if (node.isObject()) {
            ObjectNode sorted = Json.object();
            Set<String> names = new TreeSet<>();
            node.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> sorted.set(name, canonical(node.get(name))));
            return sorted;
        }
        if (node.isArray()) {
            ArrayNode list = Json.array();
            node.forEach(item -> list.add(canonical(item)));
            return list;
        }
        // As text, so that 1000 and 1000.00 are one value and a huge exponent is never written out.
        return node.isNumber()
                ? Json.tree(node.decimalValue().stripTrailingZeros().toString())
                : node;
    }
}
