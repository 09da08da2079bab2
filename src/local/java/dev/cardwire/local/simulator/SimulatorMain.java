// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator;

import dev.cardwire.local.simulator.command.Commands;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;

/**
 * The simulator as a process of its own: no application, no database, no Redis. Options: {@code --port} (0 takes a free
 * one), {@code --host}, {@code --webhook-url}, {@code --webhook-secret}, {@code --state-file}, {@code --time-scale},
 * {@code --scenario}, {@code --record}. The first argument may be a command in their place; {@code --help} has them all.
 */
public final class SimulatorMain {
    private SimulatorMain() {}

    public static void main(String[] args) {
        quietLogging();
        new Commands(System.out, System.err).run(args).ifPresent(System::exit);
        start(read(args));
    }

    private static void start(SimulatorOptions options) {
        Vertx vertx = Vertx.vertx();
        SimulatedUqpay uqpay = assembled(vertx, options.settings());
        Router router = Router.router(vertx);
        router.route("/simulator/*").subRouter(uqpay.router());
        vertx.createHttpServer(new HttpServerOptions().setPort(options.port()).setHost(options.host()))
                .requestHandler(router)
                .listen()
                .onSuccess(SimulatorMain::ready)
                .onFailure(SimulatorMain::refused);
    }

    /** Beside the application's libraries their log manager has to be named, or it complains before our one line. */
    private static void quietLogging() {
        String manager = "org.jboss.logmanager.LogManager";
        try {
            Class.forName(manager, false, SimulatorMain.class.getClassLoader());
            System.setProperty("java.util.logging.manager", System.getProperty("java.util.logging.manager", manager));
        } catch (ClassNotFoundException alone) {
            // Then the JDK's own is in place.
        }
    }

    private static void ready(HttpServer server) {
        System.out.println("local UQPAY on http://localhost:" + server.actualPort() + "/simulator/api");
    }

    private static void refused(Throwable failure) {
        System.err.println("local UQPAY cannot start: " + failure.getMessage());
        System.exit(1);
    }

    private static SimulatedUqpay assembled(Vertx vertx, SimulatorSettings settings) {
        try {
            return SimulatedUqpay.start(vertx, settings);
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(2);
            throw wrong;
        }
    }

    private static SimulatorOptions read(String[] args) {
        try {
            return SimulatorOptions.of(args);
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(2);
            throw wrong;
        }
    }
}
