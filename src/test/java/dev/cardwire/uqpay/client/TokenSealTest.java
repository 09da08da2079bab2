// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TokenSealTest {

    private final TokenSeal seal = new TokenSeal(new UqpayAccount(Settings.defaults(), () -> true));
    private final Token token = new Token(7, "header.payload.signature", Answers.NOON, Answers.NOON.plusSeconds(60));

    @Test
    void opensWhatItSealed() {
        assertThat(seal.open(7, seal.seal(token))).contains(token);
        assertThat(seal.openText(seal.sealText(token))).contains(token);
    }

    @Test
    void opensNothingElse() {
        byte[] sealed = seal.seal(token);
        assertThat(seal.open(8, sealed)).isEmpty();
        assertThat(seal.open(7, new byte[3])).isEmpty();
        sealed[20] ^= 1;
        assertThat(seal.open(7, sealed)).isEmpty();
        assertThat(seal.openText("7:?")).isEmpty();
        assertThat(seal.openText("")).isEmpty();
        TokenSeal other = new TokenSeal(new UqpayAccount(
                Settings.with(Map.of("cardwire.uqpay.token-key", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")),
                () -> true));
        assertThat(other.openText(seal.sealText(token))).isEmpty();
    }

    @Test
    void opensWithEveryKeyAndSealsWithTheFirst() {
        String next = "bmV4dC1rZXktb2YtMzItYnl0ZXMtZm9yLXRoZS1zZWE=";
        String usual = Settings.defaults().tokenKey().orElseThrow();
        TokenSeal knowsNext = seal(usual, next);
        TokenSeal usesNext = seal(next, usual);
        assertThat(knowsNext.open(7, usesNext.seal(token))).contains(token);
        assertThat(usesNext.open(7, seal.seal(token))).contains(token);
        assertThat(seal.open(7, knowsNext.seal(token))).contains(token);
        assertThat(seal.open(7, usesNext.seal(token))).isEmpty();
    }

    private static TokenSeal seal(String key, String previous) {
        return new TokenSeal(new UqpayAccount(
                Settings.with(Map.of("cardwire.uqpay.token-key", key, "cardwire.uqpay.previous-token-keys", previous)),
                () -> true));
    }

    @Test
    void showsTheTokenNowhere() {
        assertThat(new String(seal.seal(token), StandardCharsets.ISO_8859_1)).doesNotContain("payload");
        assertThat(token.toString()).doesNotContain("payload");
    }

    @Test
    void isRenewedAFifthOfItsLifeBeforeItsEndAndAtMostTheMargin() {
        Duration margin = Duration.ofMinutes(5);
        assertThat(token.isFresh(Answers.NOON.plusSeconds(47), margin)).isTrue();
        assertThat(token.isFresh(Answers.NOON.plusSeconds(48), margin)).isFalse();
        Token usual = new Token(1, "t", Answers.NOON, Answers.NOON.plusSeconds(1_800));
        assertThat(usual.isFresh(Answers.NOON.plusSeconds(1_499), margin)).isTrue();
        assertThat(usual.isFresh(Answers.NOON.plusSeconds(1_500), margin)).isFalse();
    }
}
