/** A person watches; uses only the public API. */
@NullMarked
package dev.cardwire.console;

import org.jspecify.annotations.NullMarked;
