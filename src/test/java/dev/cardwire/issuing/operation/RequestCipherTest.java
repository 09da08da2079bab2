// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class RequestCipherTest {

    private static final byte[] REQUEST = "{\"card_limit\":1}".getBytes(StandardCharsets.UTF_8);

    @Test
    void opensWhatAnEarlierKeySealed() {
        byte[] sealed = cipher(key('a'), null).seal(REQUEST);
        assertThat(cipher(key('b'), key('a')).open(sealed)).contains(REQUEST);
        assertThat(cipher(key('b'), key('c') + "," + key('a')).open(sealed)).contains(REQUEST);
    }

    @Test
    void sealsWithTheNewKeyAlone() {
        byte[] sealed = cipher(key('b'), key('a')).seal(REQUEST);
        assertThat(cipher(key('a'), null).open(sealed)).isEmpty();
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("card_limit");
    }

    @Test
    void opensNothingThatWasChanged() {
        byte[] sealed = cipher(key('a'), null).seal(REQUEST);
        sealed[sealed.length - 1] ^= 1;
        assertThat(cipher(key('a'), null).open(sealed)).isEmpty();
    }

    @Test
    void namesTheVariableOfAKeyThatIsNone() {
        assertThatThrownBy(() -> cipher("", null))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("CARDWIRE_ISSUING_REQUEST_KEY must");
        assertThatThrownBy(() -> cipher(key('a'), "c2hvcnQ="))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("CARDWIRE_ISSUING_PREVIOUS_REQUEST_KEYS must")
                .hasMessageNotContaining("c2hvcnQ=");
    }

    private static String key(char letter) {
        return Base64.getEncoder()
                .encodeToString((String.valueOf(letter).repeat(31) + "-").getBytes(StandardCharsets.US_ASCII));
    }

    private static RequestCipher cipher(String key, String previous) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 100, new DurationConverter())
                .withMapping(IssuingConfig.class)
                .withDefaultValue("cardwire.issuing.request-key", key);
        if (previous != null) {
            builder.withDefaultValue("cardwire.issuing.previous-request-keys", previous);
        }
        return new RequestCipher(builder.build().getConfigMapping(IssuingConfig.class), () -> false);
    }
}
