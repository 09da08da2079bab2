// SPDX-License-Identifier: Apache-2.0
/** Health and metrics for operators, on the main port or one of their own. */
@NullMarked
package dev.cardwire.management;

import org.jspecify.annotations.NullMarked;
