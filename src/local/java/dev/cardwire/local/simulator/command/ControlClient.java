// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.local.simulator.store.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** The controls of a local UQPAY that runs somewhere. */
final class ControlClient {
    static final String DEFAULT_URL = "http://localhost:9090/simulator";

    private final String url;
    private final HttpClient http = HttpClient.newHttpClient();

    ControlClient(String url) {
        this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    /**
     * Makes a call.
     *
     * @throws IllegalArgumentException in one sentence, when nothing answers or the answer is a refusal
     */
    JsonNode call(String method, String path, ObjectNode body) {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(url + "/control" + path))
                .method(method, BodyPublishers.ofString(body.isEmpty() && method.equals("GET") ? "" : Json.text(body)))
                .build());
        if (answer.statusCode() != 200) {
            throw new IllegalArgumentException("refused: " + answer.body());
        }
        return Json.parse(answer.body());
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException silent) {
            throw new IllegalArgumentException("no local UQPAY answers at " + url + "; --url= says where it is");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
