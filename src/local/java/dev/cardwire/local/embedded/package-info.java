/** Real PostgreSQL and Redis, started before the application. */
package dev.cardwire.local.embedded;
