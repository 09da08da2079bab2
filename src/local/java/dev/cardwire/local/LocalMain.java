// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local;

import dev.cardwire.Cardwire;
import dev.cardwire.local.embedded.EmbeddedServers;
import dev.cardwire.local.simulator.SimulatorMain;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Starts what a laptop lacks, then the application as it is. */
@QuarkusMain(name = "local")
public final class LocalMain {

    private static final int DRAIN_SECONDS = 60;

    private LocalMain() {}

    /**
     * Runs the application on embedded servers until it is stopped; with {@code uqpay} as the first argument, only the
     * local UQPAY, without a database and without the application.
     */
    public static void main(String... args) throws InterruptedException {
        if (args.length > 0 && args[0].equals("uqpay")) {
            SimulatorMain.main(Arrays.copyOfRange(args, 1, args.length));
            new CountDownLatch(1).await();
        }
        CountDownLatch stopped = new CountDownLatch(1);
        if (!EmbeddedServers.areKnown()) {
            EmbeddedServers servers = EmbeddedServers.start(folder());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> closeAfter(stopped, servers)));
        }
        Cardwire.checkTargetsHere();
        Quarkus.run(LocalApplication.class, (code, failure) -> end(stopped, code, failure), args);
    }

    /** In dev mode the application ends with each live reload, and the process does not. */
    private static void end(CountDownLatch stopped, int code, Throwable failure) {
        stopped.countDown();
        if (LaunchMode.current().isDevOrTest()) {
            ApplicationLifecycleManager.getDefaultExitCodeHandler().accept(code, failure);
        } else {
            explain(failure);
            System.exit(code);
        }
    }

    /** Quarkus logs no failure for an application that handles its own end; without this a refused start would be silent. */
    private static void explain(Throwable failure) {
        if (failure != null) {
            Throwable cause = failure;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            System.err.println("Cardwire did not start: " + cause.getMessage());
        }
    }

    /** The application drains first and needs its servers for that. */
    private static void closeAfter(CountDownLatch stopped, EmbeddedServers servers) {
        try {
            if (!LaunchMode.current().isDevOrTest()) {
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
