// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.fanout;

import dev.cardwire.card.lifecycle.CardStatus;
import dev.cardwire.card.log.ChangeCause;
import dev.cardwire.card.log.LogScope;
import dev.cardwire.card.log.LoggedChange;
import dev.cardwire.testsupport.SettableClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.TracerProvider;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What the tests of streams are made of. */
public final class Streams {

    public static final String LOG = "0badcafe";
    public static final Instant THEN = Instant.parse("2026-11-22T10:00:00Z");
    public static final UUID CARD = new UUID(1, 1);
    public static final UUID OTHER_CARD = new UUID(1, 2);
    public static final UUID HOLDER = new UUID(2, 1);
    static final UUID OTHER_HOLDER = new UUID(2, 2);

    private Streams() {}

    public static StreamConfig config(Map<String, String> settings) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(StreamConfig.class);
        settings.forEach((key, value) -> builder.withDefaultValue("cardwire.stream." + key, value));
        return builder.build().getConfigMapping(StreamConfig.class);
    }

    static StreamHub hub(
            Executor loop, LogReader feed, SettableClock time, long position, Map<String, String> settings) {
        return new StreamHub(
                loop, feed, config(settings), time, new StreamMeters(new SimpleMeterRegistry()), LOG, position);
    }

    public static LogScope cards(UUID... ids) {
        return new LogScope(false, Set.of(ids), Set.of());
    }

    public static LogScope holders(UUID... ids) {
        return new LogScope(false, Set.of(), Set.of(ids));
    }

    public static Viewer viewer() {
        return new Viewer("tester", null, LogScope.EVERYTHING, null);
    }

    static LoggedChange moved(long position, UUID card, @Nullable UUID holder) {
        return change(position, card, holder, true, false);
    }

    static LoggedChange change(long position, UUID card, @Nullable UUID holder, boolean moved, boolean named) {
        return new LoggedChange(
                position,
                card,
                (int) position,
                CardStatus.FROZEN,
                CardStatus.ACTIVE,
                moved,
                named,
                "order-" + position,
                holder,
                ChangeCause.WEBHOOK,
                new UUID(9, position),
                THEN,
                THEN);
    }

    public static NearestHub nearest(StreamHubs hubs, FakeLog feed, SettableClock time) {
        return new NearestHub(hubs, new LogTail(feed, () -> LOG, hubs, 10, time));
    }

    /** Meters that nobody reads. */
    public static StreamMeters meters() {
        return new StreamMeters(new SimpleMeterRegistry());
    }

    /** Hubs over a log, without spans. */
    public static StreamHubs hubs(LogReader log, StreamConfig config, InstantSource time, StreamMeters meters) {
        return new StreamHubs(
                log,
                config,
                time,
                meters,
                new PublishedSpans(TracerProvider.noop().get("test")));
    }
}
