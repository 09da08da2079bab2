// SPDX-License-Identifier: Apache-2.0
package dev.cardwire;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Starts the application, and says in one sentence why it does not start. */
@QuarkusMain
public final class Cardwire {

    private Cardwire() {}

    /** Runs until the process is asked to end. */
    public static void main(String... args) {
        checkTargetsHere();
        Quarkus.run(null, Cardwire::end, args);
    }

    /** Otherwise Quarkus answers a target that is no URI, before any filter, with no problem and no request id. */
    public static void checkTargetsHere() {
        System.setProperty("vertx.disableURIValidation", "true");
    }

    private static void end(int code, @Nullable Throwable failure) {
        // 0 with a failure is how a process that only migrates breaks off
        if (failure != null && code != 0) {
            StartRefusal.sentence(failure).ifPresentOrElse(System.err::println, () -> Logger.getLogger(Cardwire.class)
                    .error("Cardwire did not start", failure));
        }
        System.exit(code);
    }
}
