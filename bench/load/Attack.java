// SPDX-License-Identifier: Apache-2.0
package load;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/** One kind of hostile input, sent again and again by one thread, and how it was answered. */
final class Attack {

    /** One attempt; returns the answer's status, or a word for what came instead. */
    interface Attempt {

        String make() throws IOException;
    }

    private final String name;
    private final long pauseNanos;
    private final Attempt attempt;
    private final Map<String, Integer> answers = new TreeMap<>();

    Attack(String name, long pauseMillis, Attempt attempt) {
        this.name = name;
        this.pauseNanos = pauseMillis * 1_000_000;
        this.attempt = attempt;
    }

    String name() {
        return name;
    }

    void once() {
        String answer;
        try {
            answer = attempt.make();
        } catch (IOException cut) {
            answer = "cut off";
        }
        answers.merge(answer, 1, Integer::sum);
        LockSupport.parkNanos(pauseNanos);
    }

    @Override
    public String toString() {
        return name + ": " + answers;
    }
}
