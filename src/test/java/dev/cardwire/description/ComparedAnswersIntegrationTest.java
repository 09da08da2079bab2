// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.description;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.testsupport.DescribedAnswersFilter;
import dev.cardwire.testsupport.LocalServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.junit.jupiter.api.Test;

/** A test of the application compares its answers with the description without doing anything for it. */
@QuarkusTest
@QuarkusTestResource(LocalServers.class)
class ComparedAnswersIntegrationTest {

    @Test
    void answersOfEveryTestAreCompared() {
        assertThat(RestAssured.filters())
                .hasOnlyElementsOfTypes(DescribedAnswersFilter.class)
                .hasSize(1);
    }
}
