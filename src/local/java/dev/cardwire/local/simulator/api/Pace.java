// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.api;

/** How an answer's body is sent. */
enum Pace {
    WHOLE,
    /** Behind so many blanks, which JSON allows, that nobody should gather it. */
    GIANT,
    /** Character by character. */
    TRICKLE
}
