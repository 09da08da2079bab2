// SPDX-License-Identifier: Apache-2.0
/** Small tools for asynchronous work: one flight for many, one run for many wishes, look-ups in batches. */
@NullMarked
package dev.cardwire.cluster.async;

import org.jspecify.annotations.NullMarked;
