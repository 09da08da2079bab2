// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.console;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.testsupport.LocalServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Swagger's page finds the description: in the local build with the key that the console finds there too. */
@QuarkusTest
@QuarkusTestResource(LocalServers.class)
class SwaggerPageIntegrationTest {

    private static final Pattern FILE = Pattern.compile("(?:href|src)=\"([^\"]+\\.(?:css|js))\"");

    @Test
    void pageAndItsFilesNeedNoKey() {
        Matcher files = FILE.matcher(page());
        int found = 0;
        while (files.find()) {
            given().get(files.group(1).startsWith("/") ? files.group(1) : "/q/swagger-ui/" + files.group(1))
                    .then()
                    .statusCode(200);
            found++;
        }
        assertThat(found).isGreaterThan(2);
    }

    @Test
    void pageLoadsTheDescriptionWithTheKeyOfTheLocalBuild() {
        assertThat(page())
                .contains("/q/openapi")
                .contains("fetch('/console/local.json')")
                .contains("sessionStorage.getItem(slot)");
        String key = given().get("/console/local.json")
                .then()
                .statusCode(200)
                .extract()
                .path("api_key");
        given().header("Authorization", "Bearer " + key)
                .get("/q/openapi")
                .then()
                .statusCode(200);
    }

    private static String page() {
        return given().get("/q/swagger-ui/").then().statusCode(200).extract().asString();
    }
}
