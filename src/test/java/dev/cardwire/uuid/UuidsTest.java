// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uuid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class UuidsTest {

    @Test
    void uuidsOfEitherCaseAreRead() {
        String text = "0cad0000-ABCD-4efE-8000-00000000009f";
        assertThat(Uuids.isUuid(text)).isTrue();
        assertThat(Uuids.parse(text)).isEqualTo(UUID.fromString(text));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "1-1-1-1-1",
                "0cad0000-abcd-4efe-8000-00000000009",
                "0cad0000-abcd-4efe-8000-00000000009f0",
                "0cad0000-abcd-4efe-8000-00000000009g",
                "0cad0000-abcd-4efe-80000-0000000009f",
                "0cad0000xabcd-4efe-8000-00000000009f",
                "-cad0000-abcd-4efe-8000-00000000009f",
                "0cad0000-abcd-4efe-8000-0000000000٩f",
                " cad0000-abcd-4efe-8000-00000000009f"
            })
    void everythingElseIsNone(String text) {
        assertThat(Uuids.parse(text)).isNull();
    }
}
