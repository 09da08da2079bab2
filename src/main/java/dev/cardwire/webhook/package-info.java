// SPDX-License-Identifier: Apache-2.0
/** Upstream reports back: verified on the raw bytes, kept once, applied in batches. */
@NullMarked
package dev.cardwire.webhook;

import org.jspecify.annotations.NullMarked;
