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
 * @param tickets what front-ends were let in with, one for each stream that has one
 * @param decisions what operators did, or tried
 * @param failovers how often PostgreSQL moved, so that the log became another one
 * @param remains what must not be there afterwards
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
        List<Ticket> tickets,
        List<Decision> decisions,
        int failovers,
        Remains remains) {

    public Evidence with(Remains after) {
        return new Evidence(
                answers,
                streams,
                log,
                here,
                there,
                operations,
                movements,
                stored,
                sent,
                tickets,
                decisions,
                failovers,
                after);
    }

    /**
     * What a caller asked for.
     *
     * @param kind of the write, as operations name it
     * @param target the card; null where there is none yet
     * @param wanted the status; null for other writes
     */
    public record Request(
            String key,
            String kind,
            @Nullable String target,
            @Nullable String wanted) {}

    /**
     * An answer to a caller.
     *
     * @param asked in milliseconds since 1970, as is {@code answered}
     * @param status 0 when there was none
     */
    public record Answer(
            Request request,
            long asked,
            long answered,
            int status,
            @Nullable String code,
            @Nullable String operationId,
            @Nullable String cardId) {

        public String key() {
            return request.key();
        }

        public String kind() {
            return request.kind();
        }

        /** Whether it says that the write was done, or is on its way. With 200 it says that there was nothing to do. */
        public boolean isSuccess() {
            return status == 201 || status == 202;
        }
    }

    /** What a stream is about; both are null for everything. */
    public record Scope(@Nullable String cardId, @Nullable String cardholderId) {

        public static final Scope EVERYTHING = new Scope(null, null);

        boolean holds(Change change) {
            return (cardId == null || cardId.equals(change.cardId()))
                    && (cardholderId == null || cardholderId.equals(change.cardholderId()));
        }
    }

    /** @param revoked whether its ticket was, so that it ended before the log did */
    public record Stream(String name, Scope scope, boolean revoked, List<Heard> heard) {}

    /**
     * @param at in milliseconds since 1970
     * @param position -1 where the event has no id
     * @param change what it says, in the form of the log; null for those that are about no card
     */
    public record Heard(
            int connection,
            long at,
            String type,
            long position,
            @Nullable Change change) {}

    /** @param committed in milliseconds since 1970; 0 where a stream says it, which has another time */
    public record Change(
            long position,
            String cardId,
            @Nullable String cardholderId,
            int version,
            String status,
            @Nullable String previous,
            boolean changed,
            boolean holderNamed,
            long committed) {

        /** As a stream says it: a change of status is all that it reports. */
        public Change asTold() {
            return new Change(position, cardId, null, version, status, previous, true, false, 0);
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

    /**
     * @param revoking when its revocation was asked for first; {@code Long.MAX_VALUE} when it never was
     * @param revoked when that was answered with 204; {@code Long.MAX_VALUE} when it never was
     * @param ended whether its stream is over
     */
    public record Ticket(String stream, long revoking, long revoked, boolean ended, List<Visit> visits) {}

    /** A stream that was asked for with a ticket. @param served whether anything about cards came */
    public record Visit(long asked, long answered, int status, boolean served) {}

    /**
     * @param act `replay`, `resolve`, `import` or `card made`, which is one that an operator made at UQPAY
     * @param subject the event, the operation or the card
     * @param decided the state that an operation was given; null for other acts
     * @param allowed whether it was one that may be done
     */
    public record Decision(
            String act, String subject, @Nullable String decided, boolean allowed, int status) {

        boolean isDone() {
            return status >= 200 && status < 300;
        }
    }

    /**
     * @param leaks where something secret was found
     * @param leftovers what was not given back
     * @param intrusions what a stranger achieved
     * @param undescribed answers that the API's description does not have
     */
    public record Remains(
            List<String> leaks, List<String> leftovers, List<String> intrusions, List<String> undescribed) {

        public static final Remains NOTHING = new Remains(List.of(), List.of(), List.of(), List.of());
    }
}
