package dev.cardwire.stream;

import dev.cardwire.card.lifecycle.CardStatus;
import dev.cardwire.card.log.ChangeCause;
import dev.cardwire.card.log.LogScope;
import dev.cardwire.card.log.LoggedChange;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What the tests of streams are made of. */
final class Streams {

    static final String LOG = "0badcafe";
    static final Instant THEN = Instant.parse("2026-11-22T10:00:00Z");
    static final UUID CARD = new UUID(1, 1);
    static final UUID OTHER_CARD = new UUID(1, 2);
    static final UUID HOLDER = new UUID(2, 1);
    static final UUID OTHER_HOLDER = new UUID(2, 2);

    private Streams() {}

    static StreamConfig config(Map<String, String> settings) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(StreamConfig.class);
        settings.forEach((key, value) -> builder.withDefaultValue("cardwire.stream." + key, value));
        return builder.build().getConfigMapping(StreamConfig.class);
    }

    static StreamHub hub(Executor loop, FeedReader feed, MovingTime time, long position, Map<String, String> settings) {
        return new StreamHub(
                loop, feed, config(settings), time, new StreamMeters(new SimpleMeterRegistry()), LOG, position);
    }

    static LogScope cards(UUID... ids) {
        return new LogScope(false, Set.of(ids), Set.of());
    }

    static LogScope holders(UUID... ids) {
        return new LogScope(false, Set.of(), Set.of(ids));
    }

    static Viewer viewer() {
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
                THEN);
    }
}
