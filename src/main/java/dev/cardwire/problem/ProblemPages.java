// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Makes the {@code type} of a problem a page that a person can read. It holds no text of a request. */
@Path("/problems/{code}")
class ProblemPages {

    private static final String STYLE = """
            :root{color-scheme:light dark;--text:#1b1f24;--soft:#5b6570;--back:#fff;--box:#f4f6f8;--line:#dde2e7;--link:#0a58ca}
            @media(prefers-color-scheme:dark){:root{--text:#e6e9ec;--soft:#9aa5b1;--back:#14171a;--box:#1d2126;--line:#30363d;--link:#7ab7ff}}
            body{max-width:44rem;margin:3rem auto;padding:0 1.25rem;background:var(--back);color:var(--text);
            font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
            h1{font-size:1.5rem;margin:0 0 .25rem}h2{font-size:1rem;margin:2rem 0 .4rem}p{margin:.4rem 0}
            code,pre{font:14px/1.5 ui-monospace,Menlo,Consolas,monospace}.soft{color:var(--soft)}a{color:var(--link)}
            pre{background:var(--box);border:1px solid var(--line);border-radius:8px;padding:1rem;overflow-x:auto}
            """;

    /** Nothing is loaded and nothing runs; of styles only the one that the page has. */
    static final String POLICY = "default-src 'none'; style-src 'sha256-" + digest(STYLE)
            + "'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    private static final String PAGE = """
            <!doctype html><html lang="en"><head><meta charset="utf-8"><title>%1$s · Cardwire</title>
            <meta name="viewport" content="width=device-width,initial-scale=1"><style>%2$s</style></head>
            <body><main><h1>%3$s</h1><p class="soft"><code>%1$s</code> · HTTP status %4$d · %5$s</p>
            <h2>Cause</h2><p>%6$s</p><h2>What to do</h2><p>%7$s</p><p>%8$s</p>
            <h2>Example</h2><pre>%9$s</pre>
            <h2>Reference</h2><p>All calls and their problems: <a href="/q/swagger-ui/">interactive reference</a>.
            All codes: <code>docs/api.md</code>, section 1.1.</p></main></body></html>
            """;

    private final ObjectMapper json;
    private final ProblemAddress address;

    ProblemPages(ObjectMapper json, ProblemAddress address) {
        this.json = json;
        this.address = address;
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public String page(@PathParam("code") String word, @Context RoutingContext request) {
        String page = page(word);
        // in place of the policy that every page gets: of two, a browser obeys both
        request.response().putHeader("Content-Security-Policy", POLICY);
        return page;
    }

    String page(String word) {
        ProblemCode code = Arrays.stream(ProblemCode.values())
                .filter(known -> known.word().equals(word))
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound("No problem has this name."));
        return page(code);
    }

    private String page(ProblemCode code) {
        ProblemGuide guide = ProblemGuide.to(code);
        return PAGE.formatted(
                code.word(),
                STYLE,
                escaped(code.title()),
                code.status(),
                code.retryable() ? "retryable" : "not retryable",
                escaped(guide.cause()),
                escaped(guide.action()),
                code.retryable()
                        ? "The same request can succeed later: wait as <code>Retry-After</code> says, then send it"
                                + " again."
                        : "Sending the same request again does not help.",
                escaped(example(code)));
    }

    private String example(ProblemCode code) {
        Problem problem = address.resolve(Problem.of(code, ProblemGuide.to(code).cause()))
                .at("0f9a7b52-6f1d-4a37-9d0c-2f4b8c1e5a60");
        Problem full = code == ProblemCode.VALIDATION_FAILED
                ? problem.withErrors(
                        List.of(new FieldError("card_limit", "is required for this product, at least 0.01")))
                : problem;
        try {
            return json.writerWithDefaultPrettyPrinter().writeValueAsString(full);
        } catch (JsonProcessingException cannotBe) {
            throw new IllegalStateException("a problem is always writable", cannotBe);
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException cannotBe) {
            throw new IllegalStateException("every Java platform has SHA-256", cannotBe);
        }
    }
}
