// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.uqpay.UqpayAcceptance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UqpayAcceptanceTest {

    @ParameterizedTest
    @CsvSource({
        "PENDING,PENDING",
        "PROCESSING,PROCESSING",
        "SUCCESS,SUCCESS",
        "FAILED,FAILED",
        ",PENDING",
        "QUEUED,PENDING"
    })
    void orderOfWhichNothingIsKnownIsStillOpen(String said, String status) {
        assertThat(new UqpayAcceptance(null, "order", null, said, null, null, null).statusOfOrder())
                .isEqualTo(status);
    }

    @Test
    void withoutAnOrderThereIsNoneToFollow() {
        assertThat(new UqpayAcceptance(null, null, null, null, null, null, null).statusOfOrder())
                .isNull();
    }
}
