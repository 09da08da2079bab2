// SPDX-License-Identifier: Apache-2.0
/** From the change log to sockets: tail, hubs, subscriptions, frames. */
@NullMarked
package dev.cardwire.stream.fanout;

import org.jspecify.annotations.NullMarked;
