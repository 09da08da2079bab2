package dev.cardwire.local.simulator;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The simulator as a process of its own: no application, no database, no Redis. Options: {@code --port} (0 takes a free
 * one), {@code --host}, {@code --webhook-url}, {@code --webhook-secret}, {@code --state-file}, {@code --time-scale}.
 */
public final class SimulatorMain {
    private static final Set<String> OPTIONS =
            Set.of("port", "host", "webhook-url", "webhook-secret", "state-file", "time-scale");

    private SimulatorMain() {}

    public static void main(String[] args) {
        quietLogging();
        Map<String, String> options = read(args);
        int port = Integer.parseInt(options.getOrDefault("port", "9090"));
        String host = options.getOrDefault("host", "0.0.0.0");
        String webhookUrl = options.getOrDefault("webhook-url", "http://localhost:8080/webhooks/uqpay");
        SimulatorSettings settings = new SimulatorSettings(
                () -> webhookUrl,
                options.getOrDefault("webhook-secret", SimulatorSettings.WEBHOOK_SECRET),
                Optional.ofNullable(options.get("state-file")).map(Path::of),
                Double.parseDouble(options.getOrDefault("time-scale", "1")),
                InstantSource.system());
        Vertx vertx = Vertx.vertx();
        SimulatedUqpay uqpay = SimulatedUqpay.start(vertx, settings);
        Router router = Router.router(vertx);
        router.route("/simulator/*").subRouter(uqpay.router());
        vertx.createHttpServer(new HttpServerOptions().setPort(port).setHost(host))
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

    private static Map<String, String> read(String[] args) {
        Map<String, String> options = new HashMap<>();
        for (String arg : args) {
            int equals = arg.indexOf('=');
            if (!arg.startsWith("--") || equals < 0 || !OPTIONS.contains(arg.substring(2, equals))) {
                System.err.println("unknown option " + arg + "; known are --" + String.join("=, --", OPTIONS) + "=");
                System.exit(2);
            }
            options.put(arg.substring(2, equals), arg.substring(equals + 1));
        }
        return options;
    }
}
