// SPDX-License-Identifier: Apache-2.0
/** How the parts are that the gateway works with; each part reports about itself. */
@NullMarked
package dev.cardwire.status;

import org.jspecify.annotations.NullMarked;
