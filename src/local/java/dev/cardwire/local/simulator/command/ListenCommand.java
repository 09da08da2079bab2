// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.command;

import dev.cardwire.local.simulator.store.Json;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * {@code uqpay listen}: prints every event that is sent and hands it on to any number of addresses. While it runs, the
 * local UQPAY sends to it alone; afterwards to where it sent before.
 */
final class ListenCommand {
    private final PrintStream out;

    ListenCommand(PrintStream out) {
        this.out = out;
    }

    int run(List<String> args) {
        CommandOptions options = CommandOptions.of(args, "url", "port", "address", "forward-to", "events", "print");
        ControlClient uqpay = new ControlClient(options.last("url").orElse(ControlClient.DEFAULT_URL));
        String before = uqpay.call("GET", "/behaviour", Json.object())
                .path("webhook_url")
                .asText();
        int port = port(options.last("port").orElse("0"));
        try (EventListener listener = EventListener.start(port, new EventPrinter(out, options), options)) {
            String own = options.last("address").orElse("http://localhost:" + listener.port() + "/");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> sendBack(uqpay, before)));
            sendTo(uqpay, own);
            out.println("listening at " + own + "; stop with Ctrl+C");
            new CountDownLatch(1).await();
        } catch (InterruptedException stopped) {
            sendBack(uqpay, before);
        }
        return 0;
    }

    /** At the end; a local UQPAY that has ended before needs nothing any more. */
    private static void sendBack(ControlClient uqpay, String before) {
        try {
            sendTo(uqpay, before);
        } catch (IllegalArgumentException gone) {
            // nothing to restore
        }
    }

    private static void sendTo(ControlClient uqpay, String address) {
        uqpay.call("PUT", "/behaviour", Json.object().put("webhook_url", address));
    }

    private static int port(String text) {
        try {
            return Integer.parseUnsignedInt(text);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException("--port=" + text + " must be a number");
        }
    }
}
