// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.card.lifecycle.CardStatus;
import dev.cardwire.card.log.ChangeCause;
import dev.cardwire.card.log.LogSnapshot;
import dev.cardwire.card.log.LoggedChange;
import dev.cardwire.testsupport.DescribedAnswers;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SseFramesTest {

    @Test
    void carriesEveryFieldOfTheContract() {
        LoggedChange change = Streams.moved(7, Streams.CARD, Streams.HOLDER);

        assertThat(SseFrames.status(Streams.LOG, change, change.previousStatus())
                        .bytes()
                        .toString())
                .isEqualTo("id: 0badcafe-7\nevent: card.status\ndata: {\"card_id\":\"" + Streams.CARD
                        + "\",\"card_order_id\":\"order-7\",\"card_status\":\"FROZEN\",\"previous_status\":\"ACTIVE\","
                        + "\"version\":7,\"cause\":\"webhook\",\"event_id\":\"" + change.eventId()
                        + "\",\"cardholder_id\":\"" + Streams.HOLDER
                        + "\",\"occurred_at\":\"2026-11-22T10:00:00Z\"}\n\n");
    }

    @Test
    void everyEventIsAsDescribed() {
        StringBuilder snapshot = new StringBuilder();
        SseFrames.snapshot(snapshot, new LogSnapshot.Entry(Streams.CARD, CardStatus.ACTIVE, 3, Streams.THEN));
        LoggedChange change = Streams.moved(7, Streams.CARD, Streams.HOLDER);
        Stream.of(
                        SseFrames.status(Streams.LOG, change, CardStatus.ACTIVE).bytes(),
                        SseFrames.status(Streams.LOG, change, null).bytes(),
                        SseFrames.live(Streams.LOG, 7).bytes(),
                        SseFrames.gap("0badcafe-1"),
                        SseFrames.draining(Duration.ofSeconds(2)),
                        SseFrames.expired(),
                        snapshot)
                .map(Object::toString)
                .forEach(block -> {
                    assertThat(DescribedAnswers.eventFaults(
                                    line(block, "event"),
                                    block.startsWith("id: ") ? line(block, "id") : null,
                                    line(block, "data")))
                            .as(block)
                            .isEmpty();
                });
    }

    private static String line(String block, String field) {
        return block.lines()
                .filter(line -> line.startsWith(field + ": "))
                .map(line -> line.substring(field.length() + 2))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void keepsTextsOfOthersInsideTheirField() {
        String attack = "x\n\nevent: card.status\ndata: {}\r\"\\";
        LoggedChange change = new LoggedChange(
                1,
                Streams.CARD,
                1,
                CardStatus.ACTIVE,
                null,
                true,
                false,
                attack,
                null,
                ChangeCause.REQUEST,
                null,
                Streams.THEN,
                Streams.THEN);

        List<SseEvent> events = SseEvent.parse(
                SseFrames.status(Streams.LOG, change, null).bytes().toString());
        assertThat(events).hasSize(1);
        assertThat(events.get(0).data()).contains("\\n\\nevent: card.status\\ndata: {}\\r\\\"\\\\");
        assertThat(SseEvent.parse(SseFrames.gap(attack).toString())).hasSize(1);
    }

    @Test
    void quietBlockMovesTheResumePointAndDispatchesNothing() {
        String text = SseFrames.quiet(Streams.LOG, 9).toString();

        assertThat(SseEvent.parse(text)).isEmpty();
        assertThat(SseEvent.lastIdIn(text)).isEqualTo("0badcafe-9");
    }
}
