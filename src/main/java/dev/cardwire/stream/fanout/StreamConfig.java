// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.fanout;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What an operator may turn on the streams. All limits are counted per replica. */
@ConfigMapping(prefix = "cardwire.stream")
public interface StreamConfig {

    Tail tail();

    Limits limits();

    Flow flow();

    Pace pace();

    Cors cors();

    interface Tail {

        /** Higher: a change waits longer when the bell is silent. Lower: more empty reads of PostgreSQL by every replica. */
        @WithDefault("250ms")
        Duration every();

        /** Higher: larger pauses of the event loops after a burst. Lower: more round trips to get through it. */
        @WithDefault("500")
        int batch();

        /** Higher: a hanging PostgreSQL is noticed later. Lower: a slow one looks like one that is gone. */
        @WithDefault("5s")
        Duration readTimeout();
    }

    interface Limits {

        /** Higher: more memory and sockets. Lower: more clients are sent to other replicas. */
        @WithDefault("12000")
        int streams();

        /** Higher: one caller can take the whole replica. Lower: a large front-end is refused with 429. */
        @WithDefault("12000")
        int perCaller();

        /** Higher: a leaked ticket opens more streams. Lower: people with many tabs are refused with 429. */
        @WithDefault("50")
        int perTicket();

        /** Higher: more refusals are answered at once, at a cost. Lower: 503 sooner, on which EventSource gives up. */
        @WithDefault("110")
        int hardPercent();
    }

    interface Flow {

        /** Higher: a slow client may hold more. Lower: short hiccups already lead to a read of the log. */
        @WithDefault("32768")
        int queueBytes();

        /** Kept once for all streams of an event loop. Higher: more memory. Lower: streams that fall behind in a burst read the log. */
        @WithDefault("1048576")
        int recentBytes();

        /** Higher: a slow client holds more in its socket. Lower: more turns are needed to write a snapshot. */
        @WithDefault("16384")
        int writeBytes();

        /** Higher: a client that does not read holds more of the kernel's memory. Lower: far clients get less through in a second. */
        @WithDefault("65536")
        int socketBytes();

        /** Higher: a catching-up client holds more. Lower: more round trips until it has caught up. */
        @WithDefault("200")
        int pageChanges();

        /** Higher: fresh streams cost more. The snapshot of {@code docs/api.md} 4 has 1,000; fewer would hide cards from clients. */
        @WithDefault("1000")
        int snapshotCards();

        /** Higher: a storm of reconnects takes connections from webhooks and issuing. Lower: the storm lasts longer. */
        @WithDefault("6")
        int reads();

        /** Higher: dead clients are counted longer; above 75 s the server cuts them off uncounted. Lower: a phone in a tunnel loses its stream. */
        @WithDefault("45s")
        Duration stall();
    }

    interface Pace {

        /** Higher: proxies may cut quiet streams and resume points lag; above 75 s the server itself cuts them. Lower: more bytes for nothing. */
        @WithDefault("15s")
        Duration quiet();

        /** Shortest wait that a client is told for an ordinary reconnect; lower: reconnects come in a heap. */
        @WithDefault("1s")
        Duration retryMin();

        /** Longest such wait; higher: a client is blind for longer after a broken connection. */
        @WithDefault("3s")
        Duration retryMax();

        /** Shortest wait after {@code stream.draining}; lower: a client comes back to the same full replica. */
        @WithDefault("1s")
        Duration awayMin();

        /** Longest such wait; higher: clients are blind for longer; lower: the other replicas are stormed. */
        @WithDefault("10s")
        Duration awayMax();

        /** Time over which a stopping replica closes its streams. Higher: slower stop; lower: reconnects in a heap. */
        @WithDefault("10s")
        Duration drain();

        /** Higher: a revoked ticket's streams live longer ({@code docs/api.md} 4.1 allows 2 s). Lower: more reads of PostgreSQL. */
        @WithDefault("500ms")
        Duration revocations();
    }

    interface Cors {

        /** Origins whose pages may read streams and fetch tickets, exactly as browsers send them; {@code /…/} is a regular expression for the whole; or {@code *}. */
        Optional<List<String>> origins();

        /** Lets the listed origins send cookies; never applies to {@code *}, which would lend them to every page. */
        @WithDefault("false")
        boolean credentials();
    }
}
