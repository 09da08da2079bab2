// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.chaos;

import dev.cardwire.testsupport.DescribedAnswers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers that the description of the API does not have, of all who ask. */
final class Surprises {

    private static final int MOST = 20;

    private final List<String> all = new CopyOnWriteArrayList<>();

    List<String> all() {
        return List.copyOf(all);
    }

    /** Of an answer that was read with Java's own client. */
    void check(HttpResponse<String> answer) {
        List<String> faults = DescribedAnswers.faults(
                answer.request().method(),
                answer.uri().getRawPath(),
                answer.statusCode(),
                name -> answer.headers().firstValue(name).orElse(null),
                answer.body());
        if (!faults.isEmpty()) {
            note(answer.request().method() + " " + answer.uri().getPath() + ": " + faults);
        }
    }

    /** Of a failure of RestAssured, which compares by itself. Whatever else it is, it is no surprise here. */
    void check(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        if (message.contains("not as described")) {
            note(message);
        }
    }

    private void note(String what) {
        if (all.size() < MOST) {
            all.add(what);
        }
    }
}
