// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.description;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.Description;
import dev.cardwire.testsupport.LocalServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What {@code /q/openapi} serves is the kept file, in either form, for whoever has a key. */
@QuarkusTest
@QuarkusTestResource(LocalServers.class)
class ServedDescriptionIntegrationTest {

    @Test
    void jsonIsTheKeptFile() throws IOException {
        assertThat(new ObjectMapper().readTree(served("/q/openapi?format=json")))
                .isEqualTo(Description.root());
    }

    @Test
    void yamlIsTheKeptFile() throws IOException {
        assertThat(new YAMLMapper().readTree(served("/q/openapi"))).isEqualTo(Description.root());
        assertThat(new YAMLMapper().readTree(served("/q/openapi.yaml"))).isEqualTo(Description.root());
    }

    @Test
    void descriptionNeedsAKey() {
        given().get("/q/openapi").then().statusCode(401);
    }

    private static String served(String path) {
        return Api.caller().get(path).then().statusCode(200).extract().asString();
    }
}
