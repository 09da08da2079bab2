// SPDX-License-Identifier: Apache-2.0
/** One-time passwords that are forwarded and never kept. */
@NullMarked
package dev.cardwire.webhook.otp;

import org.jspecify.annotations.NullMarked;
