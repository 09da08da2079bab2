// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.problem;

import jakarta.enterprise.context.ApplicationScoped;

/** Makes the {@code type} of a problem an address that its reader can open, where the public one is configured. */
@ApplicationScoped
class ProblemAddress {

    private final String prefix;

    ProblemAddress(PublicAddress configured) {
        this.prefix =
                configured.publicUrl().map(url -> url.replaceAll("/+$", "")).orElse("");
    }

    Problem resolve(Problem problem) {
        return new Problem(
                prefix + problem.type(),
                problem.title(),
                problem.status(),
                problem.detail(),
                problem.instance(),
                problem.code(),
                problem.retryable(),
                problem.errors(),
                problem.upstream());
    }
}
