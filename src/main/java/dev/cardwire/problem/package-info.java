// SPDX-License-Identifier: Apache-2.0
/** Answers that say what went wrong: RFC 9457 bodies with stable codes, and the mapping of failures onto them. */
@NullMarked
package dev.cardwire.problem;

import org.jspecify.annotations.NullMarked;
