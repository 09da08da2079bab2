// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator;

import static dev.cardwire.local.simulator.RunningSimulator.SHARE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cardwire.local.simulator.command.Commands;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person types beside a local UQPAY. */
class CommandsTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final RunningSimulator sim = new RunningSimulator();

    @AfterEach
    void stop() {
        sim.close();
    }

    private OptionalInt run(String... args) {
        return new Commands(new PrintStream(out, true), new PrintStream(err, true)).run(args);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private String url() {
        return "--url=" + sim.request("").build().uri();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "help"})
    void helpTeaches(String word) {
        assertThat(run(word)).hasValue(0);
        assertThat(text(out)).contains("--scenario=FILE", "trigger EVENT", "First steps", "--forward-to=URL");
    }

    @Test
    void noCommandIsTheServer() {
        assertThat(run()).isEmpty();
        assertThat(run("--port=0")).isEmpty();
    }

    @Test
    void wrongUseIsExplained() {
        assertThat(run("triger", "x")).hasValue(2);
        assertThat(text(err)).contains("unknown command triger");
        assertThat(run("trigger")).hasValue(2);
        assertThat(run("trigger", "card.closed", "--crad=1")).hasValue(2);
        assertThat(run("trigger", "card.closed", "--data=[]", url())).hasValue(2);
        assertThat(run("trigger", "card.closed", "--url=http://localhost:1/simulator"))
                .hasValue(2);
        assertThat(text(err)).contains("no local UQPAY answers at http://localhost:1/simulator");
    }

    @Test
    void triggerSendsAnEvent() {
        String card = sim.activeCard(SHARE, "1");
        assertThat(run(
                        "trigger",
                        "card.status.update.succeeded",
                        "--card=" + card,
                        "--data={\"card_status\":\"BLOCKED\"}",
                        url()))
                .hasValue(0);
        assertThat(sim.receiver
                        .awaitOne("card.status.update.succeeded")
                        .data()
                        .path("card_id")
                        .asText())
                .isEqualTo(card);
        assertThat(text(out)).contains("card.status.update.succeeded").contains("answered 200");
        assertThat(sim.statusOf(card)).isEqualTo("BLOCKED");
    }

    @Test
    void completionKnowsTheEvents() {
        run("completion");
        assertThat(text(out)).contains("card.create.succeeded").doesNotContain("@EVENTS@");
    }

    @Test
    void listenPrintsAndForwardsUntilItIsStopped() throws InterruptedException {
        WebhookReceiver second = new WebhookReceiver();
        String before = sim.control("/behaviour").at("webhook_url");
        Thread listener = new Thread(
                () -> run("listen", "--forward-to=" + sim.receiver.url(), "--forward-to=" + second.url(), url()));
        listener.start();
        await().until(() -> text(out).contains("listening"));
        sim.command("/events", "{\"event_type\":\"card.create.succeeded\"}");
        assertThat(sim.receiver.awaitOne("card.create.succeeded").isSignedWith(RunningSimulator.SECRET))
                .isTrue();
        second.awaitOne("card.create.succeeded");
        await().until(() -> text(out).contains("200 " + second.url()));
        listener.interrupt();
        listener.join(Duration.ofSeconds(20).toMillis());
        assertThat(sim.control("/behaviour").at("webhook_url")).isEqualTo(before);
        second.close();
    }
}
