// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cardwire.cluster.async.CallerContext;
import dev.cardwire.problem.ProblemCode;
import dev.cardwire.problem.ProblemException;
import dev.cardwire.problem.ProblemWriter;
import dev.cardwire.problem.request.BodyReader;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /webhooks/uqpay}, where UQPAY reports to. No key: the signature over the received bytes is the proof, checked
 * before anything is read of them, and a body that is not signed in the form that UQPAY signs in is not even taken in. A
 * plain route: the media types that a sender names decide nothing, and the checks stand where the body is read.
 */
@Singleton
class WebhookRoute {

    private static final String JSON = "application/json;charset=UTF-8";

    private final SignatureVerifier signatures;
    private final BodyReader bodies;
    private final WebhookIntake intake;
    private final WebhookProblems refusals;
    private final ObjectMapper json;
    private final ProblemWriter problems;

    WebhookRoute(
            SignatureVerifier signatures,
            BodyReader bodies,
            WebhookIntake intake,
            WebhookProblems refusals,
            ObjectMapper json,
            ProblemWriter problems) {
        this.signatures = signatures;
        this.bodies = bodies;
        this.intake = intake;
        this.refusals = refusals;
        this.json = json;
        this.problems = problems;
    }

    void register(@Observes Router router) {
        router.route("/webhooks/uqpay").handler(this::handle);
    }

    private void handle(RoutingContext request) {
        if (!HttpMethod.POST.equals(request.request().method())) {
            request.response().putHeader(HttpHeaders.ALLOW, "POST");
            problems.answer(
                    request, new ProblemException(ProblemCode.METHOD_NOT_ALLOWED, "Try another method on this path."));
            return;
        }
        CallerContext.keep(Uni.createFrom().deferred(() -> answerTo(request)))
                .subscribe()
                .with(answer -> answer(request, answer), failure -> problems.answer(request, refusals.of(failure)));
    }

    private Uni<WebhookIntake.Answer> answerTo(RoutingContext request) {
        String timestamp = only(request, "x-wk-timestamp");
        String signature = only(request, "x-wk-signature");
        if (!signatures.isReady()) {
            throw WebhookProblems.notVerifiable();
        }
        if (!signatures.mayVerify(timestamp, signature)) {
            throw WebhookProblems.notValid();
        }
        return bodies.read(request).flatMap(body -> {
            if (!signatures.verifies(body, timestamp, signature)) {
                throw WebhookProblems.notValid();
            }
            return refusals.watched(Uni.createFrom().deferred(() -> intake.take(body)));
        });
    }

    private void answer(RoutingContext request, WebhookIntake.Answer answer) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        try {
            response.putHeader(HttpHeaders.CONTENT_TYPE, JSON).end(json.writeValueAsString(answer));
        } catch (JsonProcessingException cannotBe) {
            throw new IllegalStateException("an answer is always writable", cannotBe);
        }
    }

    /** Of two different lines nobody knows which one was signed. */
    private static @Nullable String only(RoutingContext request, String name) {
        List<String> values = request.request().headers().getAll(name);
        return values.size() == 1 || values.stream().distinct().count() == 1 ? values.get(0) : null;
    }
}
