// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream;

import dev.cardwire.card.log.LogHead;
import dev.cardwire.problem.ProblemCode;
import dev.cardwire.problem.ProblemException;
import dev.cardwire.stream.fanout.Admission;
import dev.cardwire.stream.fanout.CancellableRead;
import dev.cardwire.stream.fanout.GatedLog;
import dev.cardwire.stream.fanout.NearestHub;
import dev.cardwire.stream.fanout.ResumePoint;
import dev.cardwire.stream.fanout.SseFrames;
import dev.cardwire.stream.fanout.StreamConfig;
import dev.cardwire.stream.fanout.StreamHub;
import dev.cardwire.stream.fanout.StreamMeters;
import dev.cardwire.stream.fanout.Subscription;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** From an admitted request to an open stream. */
@Singleton
class StreamOpening {

    private final StreamAccess access;
    private final StreamLimits limits;
    private final NearestHub hubs;
    private final GatedLog feed;
    private final StreamConfig config;
    private final StreamMeters meters;
    private final InstantSource time;

    StreamOpening(
            StreamAccess access,
            StreamLimits limits,
            NearestHub hubs,
            GatedLog feed,
            StreamConfig config,
            StreamMeters meters,
            InstantSource time) {
        this.access = access;
        this.limits = limits;
        this.hubs = hubs;
        this.feed = feed;
        this.config = config;
        this.meters = meters;
        this.time = time;
    }

    /** Opens the stream where the log ends, unless the client has gone meanwhile. */
    void begin(StreamArrival arrival, Consumer<Throwable> refuse) {
        hubs.find().subscribe().with(hub -> begin(hub, arrival, refuse), refuse);
    }

    private void begin(@Nullable StreamHub hub, StreamArrival arrival, Consumer<Throwable> refuse) {
        if (hub == null) {
            refuse.accept(
                    new ProblemException(ProblemCode.STORAGE_UNAVAILABLE, "The change log is not available yet."));
            return;
        }
        CancellableRead asking = CancellableRead.of(
                feed.arrival(() -> access.stillValid(arrival.viewer()).chain(feed::head)),
                head -> hub.execute(() -> open(hub, arrival, head)),
                failure -> hub.execute(() -> refuse.accept(failure)));
        arrival.end().then(asking::cancel);
    }

    private void open(StreamHub hub, StreamArrival arrival, LogHead head) {
        if (arrival.isGone()) {
            return;
        }
        // the streams of this loop were told, or will be at once: one that joins now might never hear it
        if (limits.isStopping()) {
            sendElsewhere(arrival);
            return;
        }
        Subscription stream = stream(hub, arrival);
        stream.greet(SseFrames.retry(
                Jitter.between(config.pace().retryMin(), config.pace().retryMax())));
        ResumePoint from = ResumePoint.of(
                arrival.request().request().getHeader("Last-Event-ID"),
                arrival.request().queryParams().get("last_event_id"));
        if (from == null) {
            stream.openFresh();
        } else {
            stream.resume(from, head);
        }
        letGo(arrival.request());
    }

    private Subscription stream(StreamHub hub, StreamArrival arrival) {
        HttpFrameSink sink = new HttpFrameSink(
                arrival.request().vertx(), arrival.begin(), arrival.connection(), arrival.end(), time, config.flow());
        Subscription stream = new Subscription(hub, arrival.viewer(), arrival.scope(), sink);
        arrival.end().then(() -> hub.execute(stream::cut));
        return stream;
    }

    void sendElsewhere(StreamArrival arrival) {
        meters.refused(Admission.ELSEWHERE);
        arrival.sendElsewhere(
                Jitter.between(config.pace().awayMin(), config.pace().awayMax()));
    }

    /** A stream is open for hours, and what was read to open it, a key among it, would be kept for as long. */
    private static void letGo(RoutingContext request) {
        request.remove(QuarkusHttpUser.DEFERRED_IDENTITY_KEY);
        request.queryParams().clear();
        request.request().headers().clear();
        request.response().headers().clear();
    }
}
