// SPDX-License-Identifier: Apache-2.0
/** Real PostgreSQL and Redis, started before the application. */
package dev.cardwire.local.embedded;
