// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SealingKeyTest {

    private static final byte[] PLAIN = "{\"card_limit\":1}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] CONTEXT = {7};
    private static final String SEALED_ALONE =
            "0102030405060708090a0b0ca0b46ddd275b9f6933e0b1550617849a3371b30ccf000253568e62ecb8dbd6e8";
    private static final String SEALED_IN_CONTEXT =
            "0102030405060708090a0b0ca0b46ddd275b9f6933e0b1550617849a1710a32e9802b1b81c330c695cc21209";

    private final SealingKey key = key("a key of just thirty-two letters");

    @Test
    void opensWhatItSealed() {
        assertThat(key.open(key.seal(PLAIN))).contains(PLAIN);
        assertThat(key.open(key.seal(PLAIN, CONTEXT), CONTEXT)).contains(PLAIN);
    }

    /** Rows and copies of earlier releases: each is the nonce, the encrypted bytes and the tag. */
    @Test
    void opensWhatEarlierReleasesSealed() {
        assertThat(key.open(HexFormat.of().parseHex(SEALED_ALONE))).contains(PLAIN);
        assertThat(key.open(HexFormat.of().parseHex(SEALED_IN_CONTEXT), CONTEXT))
                .contains(PLAIN);
    }

    @Test
    void opensNothingElse() {
        byte[] sealed = key.seal(PLAIN, CONTEXT);
        assertThat(key.open(sealed)).isEmpty();
        assertThat(key.open(sealed, new byte[] {8})).isEmpty();
        assertThat(key("another key of thirty-two letter").open(sealed, CONTEXT))
                .isEmpty();
        for (int length : new int[] {0, 3, 12, 20}) {
            assertThat(key.open(new byte[length])).as("%d bytes", length).isEmpty();
        }
        sealed[sealed.length - 1] ^= 1;
        assertThat(key.open(sealed, CONTEXT)).isEmpty();
    }

    @Test
    void neverSealsTheSameBytesTheSameWay() {
        assertThat(key.seal(PLAIN)).isNotEqualTo(key.seal(PLAIN));
    }

    @Test
    void readsThirtyTwoBytesAndNothingElse() {
        assertThat(SealingKey.read(" " + base64("x".repeat(32)) + "\n")).isPresent();
        assertThat(SealingKey.read("")).isEmpty();
        assertThat(SealingKey.read("c2hvcnQ=")).isEmpty();
        assertThat(SealingKey.read("?")).isEmpty();
    }

    @Test
    void knowsTheKeysThatAreNoSecret() {
        assertThat(key("local-development-any-key-000001").isWellKnown()).isTrue();
        assertThat(key("x".repeat(32)).isWeak()).isTrue();
        assertThat(key.isWellKnown()).isFalse();
        assertThat(key.isWeak()).isFalse();
    }

    private static SealingKey key(String letters) {
        return SealingKey.read(base64(letters)).orElseThrow();
    }

    private static String base64(String letters) {
        return Base64.getEncoder().encodeToString(letters.getBytes(StandardCharsets.US_ASCII));
    }
}
