// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.problem;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * One rule that the request breaks.
 *
 * @param field the path of the field, such as {@code spending_controls[0].interval}
 * @param message the rule, never the offending value
 */
@RegisterForReflection
public record FieldError(String field, String message) {}
