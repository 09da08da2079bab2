// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemPagesTest {

    private static final Pattern STYLE = Pattern.compile("(?s)<style>(.*?)</style>");

    @ParameterizedTest
    @EnumSource(ProblemCode.class)
    void eachCodeHasCauseRemedyAndExample(ProblemCode code) {
        String page = page("", code.word());
        ProblemGuide guide = ProblemGuide.to(code);
        assertThat(page)
                .contains(code.word(), "HTTP status " + code.status(), guide.cause(), guide.action())
                .contains("\"type\" : \"/problems/" + code.word() + "\"", "\"code\" : \"" + code.word() + "\"")
                .contains("href=\"/q/swagger-ui/\"");
        assertThat(ProblemGuide.values()).hasSameSizeAs(ProblemCode.values());
    }

    @Test
    void itsPolicyAllowsItsOwnStyleAndNothingElse() throws Exception {
        Matcher style = STYLE.matcher(page("", "not_found"));
        assertThat(style.find()).isTrue();
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(style.group(1).getBytes(StandardCharsets.UTF_8));
        assertThat(ProblemPages.POLICY)
                .startsWith("default-src 'none'; style-src 'sha256-"
                        + Base64.getEncoder().encodeToString(digest) + "';")
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe", "script-src");
    }

    @Test
    void aNameThatNoProblemHasIsNotFound() {
        assertThatThrownBy(() -> pages("").page("<script>")).isInstanceOf(ProblemException.class);
    }

    @Test
    void theTypeIsAbsoluteWhereThePublicAddressIsKnown() {
        assertThat(page("https://cards.example.com/", "not_found"))
                .contains("\"type\" : \"https://cards.example.com/problems/not_found\"");
        assertThat(answered("https://cards.example.com"))
                .contains("\"type\":\"https://cards.example.com/problems/not_found\"");
        assertThat(answered("")).contains("\"type\":\"/problems/not_found\"");
    }

    private static String answered(String publicUrl) {
        ProblemWriter writer = new ProblemWriter(new ObjectMapper(), address(publicUrl));
        return (String) writer.response(request(), ProblemException.notFound("No card has this id."))
                .getEntity();
    }

    private static String page(String publicUrl, String word) {
        return pages(publicUrl).page(word);
    }

    private static ProblemPages pages(String publicUrl) {
        return new ProblemPages(new ObjectMapper(), address(publicUrl));
    }

    private static ProblemAddress address(String publicUrl) {
        return new ProblemAddress(() -> Optional.of(publicUrl).filter(url -> !url.isEmpty()));
    }

    /** Notes nothing, and takes any header. */
    private static RoutingContext request() {
        HttpServerResponse response = stub(HttpServerResponse.class, null);
        return stub(RoutingContext.class, response);
    }

    private static <T> T stub(Class<T> type, HttpServerResponse response) {
        return type.cast(Proxy.newProxyInstance(
                ProblemPagesTest.class.getClassLoader(),
                new Class<?>[] {type},
                (self, method, given) -> method.getName().equals("response") ? response : null));
    }
}
