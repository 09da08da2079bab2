// SPDX-License-Identifier: Apache-2.0
/** What a request may hold: sizes, JSON, fields and queries. */
@NullMarked
package dev.cardwire.problem.request;

import org.jspecify.annotations.NullMarked;
