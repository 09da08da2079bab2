// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.testsupport;

import io.quarkus.test.junit.callback.QuarkusTestBeforeClassCallback;
import io.restassured.RestAssured;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Compares every answer that RestAssured receives with the description, in every test of the application: Quarkus finds
 * it as a service of the tests, and {@link Api} brings it to tests without a container.
 */
public final class DescribedAnswersFilter implements Filter, QuarkusTestBeforeClassCallback {

    /** What the decoder of HTTP refuses never reaches the application. */
    private static final Set<Integer> DECODERS = Set.of(414, 431);

    @Override
    public void beforeClass(Class<?> testClass) {
        register();
    }

    static void register() {
        // by its name: after a restart of the application, one of the class loader before it may be there
        List<Filter> filters = new ArrayList<>(RestAssured.filters());
        filters.removeIf(filter -> filter.getClass().getName().equals(DescribedAnswersFilter.class.getName()));
        filters.add(new DescribedAnswersFilter());
        RestAssured.replaceFiltersWith(filters);
    }

    @Override
    public Response filter(
            FilterableRequestSpecification request, FilterableResponseSpecification expected, FilterContext context) {
        Response answer = context.next(request, expected);
        if (DECODERS.contains(answer.statusCode())) {
            return answer;
        }
        String path = URI.create(request.getURI()).getRawPath();
        List<String> faults = DescribedAnswers.faults(
                request.getMethod(), path, answer.statusCode(), answer::header, answer.asString());
        if (!faults.isEmpty()) {
            throw new AssertionError("An answer is not as described in openapi.yaml: " + faults);
        }
        return answer;
    }
}
