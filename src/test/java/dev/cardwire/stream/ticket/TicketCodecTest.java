// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cardwire.card.log.LogScope;
import dev.cardwire.stream.fanout.Streams;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TicketCodecTest {

    private static final String OLD = "old:" + Base64.getEncoder().encodeToString(new byte[32]);
    private static final String NEW =
            "new:" + Base64.getEncoder().encodeToString("a key of thirty-two bytes or more".getBytes());

    private final TicketCodec codec = new TicketCodec(new TicketKeys(List.of(OLD)));

    @Test
    void readsWhatItSigned() {
        Ticket ticket = ticket(Streams.cards(Streams.CARD));

        assertThat(codec.verify(codec.sign(ticket))).contains(ticket);
    }

    @Test
    void refusesEveryChangedBit() {
        byte[] signed = Base64.getUrlDecoder().decode(codec.sign(ticket(LogScope.EVERYTHING)));
        for (int bit = 0; bit < signed.length * 8; bit++) {
            byte[] forged = signed.clone();
            forged[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(codec.verify(Base64.getUrlEncoder().withoutPadding().encodeToString(forged)))
                    .as("bit %d", bit)
                    .isEmpty();
        }
    }

    @Test
    void refusesTextThatIsNoTicket() {
        for (String text : List.of("", "a", "AQ", "%%%", "AQAA", "A".repeat(20_000), "\u0000")) {
            assertThat(codec.verify(text)).as(text).isEmpty();
        }
    }

    @Test
    void verifiesOldTicketsWhileKeysRotateAndNotAfterwards() {
        String text = codec.sign(ticket(LogScope.EVERYTHING));
        TicketCodec rotating = new TicketCodec(new TicketKeys(List.of(NEW, OLD)));
        TicketCodec rotated = new TicketCodec(new TicketKeys(List.of(NEW)));

        assertThat(rotating.verify(text)).isPresent();
        assertThat(rotated.verify(text)).isEmpty();
        assertThat(rotated.verify(rotating.sign(ticket(LogScope.EVERYTHING)))).isPresent();
    }

    @Test
    void fourHundredIdsFitInAUrl() {
        String text = codec.sign(ticket(new LogScope(false, ids(200), ids(200))));

        assertThat(text).hasSizeLessThan(9_000).matches("[A-Za-z0-9_-]+");
        assertThat(codec.verify(text)).isPresent();
    }

    @Test
    void startIsRefusedWithoutAKeyOrWithAWeakOne() {
        for (List<String> keys :
                List.of(List.<String>of(), List.of("id:c2hvcnQ="), List.of("nonsense"), List.of(OLD, OLD))) {
            assertThatThrownBy(() -> new TicketKeys(keys))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("CARDWIRE_STREAM_TICKET_KEYS");
        }
    }

    @Test
    void coversNoMoreThanItSays() {
        LogScope allowed = new LogScope(false, Set.of(Streams.CARD), Set.of(Streams.HOLDER));

        assertThat(Ticket.covers(allowed, Streams.cards(Streams.CARD))).isTrue();
        assertThat(Ticket.covers(allowed, Streams.holders(Streams.HOLDER))).isTrue();
        assertThat(Ticket.covers(allowed, Streams.cards(Streams.CARD, Streams.OTHER_CARD)))
                .isFalse();
        assertThat(Ticket.covers(allowed, Streams.cards(Streams.HOLDER))).isFalse();
        assertThat(Ticket.covers(allowed, LogScope.EVERYTHING)).isFalse();
        assertThat(Ticket.covers(LogScope.EVERYTHING, allowed)).isTrue();
    }

    private static Ticket ticket(LogScope scope) {
        return new Ticket(new UUID(7, 7), "backend", scope, Streams.THEN);
    }

    private static Set<UUID> ids(int count) {
        Set<UUID> ids = new HashSet<>();
        while (ids.size() < count) {
            ids.add(UUID.randomUUID());
        }
        return ids;
    }
}
