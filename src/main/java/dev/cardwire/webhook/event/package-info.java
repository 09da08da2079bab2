// SPDX-License-Identifier: Apache-2.0
/** What an event means; pure. */
@NullMarked
package dev.cardwire.webhook.event;

import org.jspecify.annotations.NullMarked;
