// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.problem.request;

import dev.cardwire.pan.CardNumbers;
import dev.cardwire.problem.FieldError;
import dev.cardwire.problem.ProblemException;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses query parameters that the resource does not read, and those given twice of which it reads one: a misspelt filter
 * must not list everything.
 */
class QueryParameters {

    private static final int LONGEST_NAME = 100;

    /** By method of a resource: as many as there are in the code. */
    private final Map<Method, Map<String, Boolean>> known = new ConcurrentHashMap<>();

    @ServerRequestFilter
    public void check(ResourceInfo resource, RoutingContext request) {
        if (request.request().query() == null || !request.normalizedPath().startsWith("/v1/")) {
            return;
        }
        Map<String, Boolean> read = known.computeIfAbsent(resource.getResourceMethod(), QueryParameters::readBy);
        List<FieldError> errors = new ArrayList<>();
        for (String name : request.queryParams().names()) {
            Boolean many = read.get(name);
            if (many == null) {
                errors.add(new FieldError(shown(name), "is not a known field"));
            } else if (!many && request.queryParams().getAll(name).size() > 1) {
                errors.add(new FieldError(shown(name), "may be given once"));
            }
        }
        if (!errors.isEmpty()) {
            throw ProblemException.validation(errors);
        }
    }

    /** The names, each with whether several values are read. */
    private static Map<String, Boolean> readBy(Method method) {
        Map<String, Boolean> names = new HashMap<>();
        for (Parameter parameter : method.getParameters()) {
            QueryParam name = parameter.getAnnotation(QueryParam.class);
            if (name != null) {
                names.put(name.value(), Collection.class.isAssignableFrom(parameter.getType()));
            }
        }
        return Map.copyOf(names);
    }

    private static String shown(String name) {
        String told = CardNumbers.dropFrom(name);
        return told.length() > LONGEST_NAME ? told.substring(0, LONGEST_NAME) : told;
    }
}
