/** Stream tickets: signed, checked and revoked. */
@NullMarked
package dev.cardwire.stream.ticket;

import org.jspecify.annotations.NullMarked;
