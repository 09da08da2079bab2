// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.access;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cardwire.problem.ProblemException;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

class CallerLimitsTest {

    private static final Caller SHOP = new Caller("shop", Set.of(Roles.ISSUER), null);
    private static final Caller OFFICE = new Caller("office", Set.of(Roles.ISSUER), null);

    private final List<Handler<AsyncResult<Void>>> ends = new ArrayList<>();
    private final CallerLimits limits = new CallerLimits(new SmallRyeConfigBuilder()
            .withMapping(AccessConfig.class)
            .withDefaultValue("cardwire.access.requests-at-once", "2")
            .build()
            .getConfigMapping(AccessConfig.class));

    @Test
    void refusesOneCallerAndNotTheOthers() {
        limits.enter(SHOP, request());
        limits.enter(SHOP, request());
        assertThatThrownBy(() -> limits.enter(SHOP, request()))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("too many");
        assertThatCode(() -> limits.enter(OFFICE, request())).doesNotThrowAnyException();
    }

    @Test
    void countsARequestUntilItIsAnsweredRefusedOnesToo() {
        for (int round = 0; round < 5; round++) {
            limits.enter(SHOP, request());
            limits.enter(SHOP, request());
            assertThatThrownBy(() -> limits.enter(SHOP, request())).isInstanceOf(ProblemException.class);
            ends.forEach(end -> end.handle(Future.succeededFuture()));
            ends.clear();
        }
    }

    /** No end handler is ever called for it. */
    @Test
    void countsNobodyWhoIsGoneAlready() {
        for (int round = 0; round < 5; round++) {
            assertThatCode(() -> limits.enter(SHOP, request(true))).doesNotThrowAnyException();
        }
    }

    private RoutingContext request() {
        return request(false);
    }

    private RoutingContext request(boolean gone) {
        HttpServerResponse response = proxy(HttpServerResponse.class, (method, given) -> gone);
        return proxy(RoutingContext.class, (method, given) -> {
            if (method.getName().equals("response")) {
                return response;
            }
            if (!method.getName().equals("addEndHandler")) {
                // what is kept with a request: nothing yet
                return null;
            }
            @SuppressWarnings("unchecked")
            Handler<AsyncResult<Void>> end = (Handler<AsyncResult<Void>>) given[0];
            ends.add(end);
            return 1;
        });
    }

    private static <T> T proxy(Class<T> type, BiFunction<Method, Object[], Object> answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, given) -> answer.apply(method, given)));
    }
}
