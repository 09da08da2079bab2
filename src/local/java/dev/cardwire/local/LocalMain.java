package dev.cardwire.local;

import dev.cardwire.local.embedded.EmbeddedServers;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Starts what a laptop lacks, then the application as it is. */
@QuarkusMain
public final class LocalMain {

    private static final int DRAIN_SECONDS = 60;

    private LocalMain() {}

    /** Runs the application on embedded servers until it is stopped. */
    public static void main(String... args) {
        CountDownLatch stopped = new CountDownLatch(1);
        if (!EmbeddedServers.areKnown()) {
            EmbeddedServers servers = EmbeddedServers.start(folder());
            boolean reloads = LaunchMode.current().isDevOrTest();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> closeAfter(stopped, reloads, servers)));
        }
        Quarkus.run(
                LocalApplication.class,
                (code, failure) -> {
                    stopped.countDown();
                    if (failure != null) {
                        System.err.println(failure.getMessage());
                    }
                    System.exit(code);
                },
                args);
    }

    /** The application drains first and needs its servers for that. */
    private static void closeAfter(CountDownLatch stopped, boolean reloads, EmbeddedServers servers) {
        try {
            if (!reloads) {
                stopped.await(DRAIN_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException now) {
            Thread.currentThread().interrupt();
        }
        servers.close();
    }

    private static Path folder() {
        return Path.of(System.getProperty("cardwire.local.folder", ".cardwire"));
    }
}
