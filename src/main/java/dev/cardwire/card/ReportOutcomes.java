// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card;

import java.util.List;
import java.util.stream.Stream;

/**
 * What became of all reports of a transaction.
 *
 * @param given of those that it was started with and that still counted, in order
 * @param added of those that participants added
 */
public record ReportOutcomes(List<ReportOutcome> given, List<ReportOutcome> added) {

    /** Those given, then those added. */
    public Stream<ReportOutcome> all() {
        return Stream.concat(given.stream(), added.stream());
    }
}
