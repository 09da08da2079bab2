// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.chaos.verdict;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of a run from outside: by callers, by front-ends, at UQPAY, and in the store once everything had settled.
 *
 * @param answers in the order in which each caller got them
 * @param streams what each front-end heard, in its order
 * @param log the change log, by position
 * @param here the cards as the API answers them
 * @param there the cards as UQPAY has them
 * @param operations the writes as the store has them
 * @param movements cards and orders at UQPAY, by the key that made them
 * @param stored the inbox
 * @param sent the events of UQPAY
 * @param leaks where something secret was found
 * @param leftovers what was not given back
 */
public record Evidence(
        List<Answer> answers,
        List<Stream> streams,
        List<Change> log,
        Map<String, Map<String, String>> here,
        Map<String, Map<String, String>> there,
        List<Operation> operations,
        List<Movement> movements,
        List<Stored> stored,
        List<Sent> sent,
        List<String> leaks,
        List<String> leftovers) {

    /**
     * An answer to a caller.
     *
     * @param kind of the write, as operations name it
     * @param asked in milliseconds since 1970, as is {@code answered}
     * @param status 0 when there was none
     */
    public record Answer(
            String key,
            String kind,
            long asked,
            long answered,
            int status,
            @Nullable String code,
            @Nullable String operationId,
            @Nullable String cardId) {

        /** Whether it says that the write was done, or is on its way. With 200 it says that there was nothing to do. */
        public boolean isSuccess() {
            return status == 201 || status == 202;
        }
    }

    /** @param cardId its scope; null for everything */
    public record Stream(String name, @Nullable String cardId, List<Heard> heard) {}

    /**
     * @param position -1 where the event has no id
     * @param change what it says, in the form of the log; null for those that are no change
     */
    public record Heard(
            int connection,
            String type,
            long position,
            @Nullable Change change) {}

    public record Change(
            long position,
            String cardId,
            int version,
            String status,
            @Nullable String previous,
            boolean changed,
            boolean holderNamed) {

        /** As a stream says it: a change of status is all that it reports. */
        public Change asTold() {
            return new Change(position, cardId, version, status, previous, true, false);
        }
    }

    /** @param upstreamKey what UQPAY knows it by */
    public record Operation(
            String operationId,
            @Nullable String key,
            String upstreamKey,
            String kind,
            String state,
            @Nullable String orderStatus,
            @Nullable String cardId) {}

    /** @param kind `CARD` for the card itself, else the type of the order */
    public record Movement(String upstreamKey, String kind, String cardId, String status) {}

    /** @param changes how many changes of the log name it */
    public record Stored(String eventId, String outcome, int changes) {}

    /** @param delivered whether the gateway answered it with 200 */
    public record Sent(String eventId, boolean delivered) {}
}
