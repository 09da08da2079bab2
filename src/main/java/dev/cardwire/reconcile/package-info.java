// SPDX-License-Identifier: Apache-2.0
/** What never came is looked up: sweeps and single reads. */
@NullMarked
package dev.cardwire.reconcile;

import org.jspecify.annotations.NullMarked;
