// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.fanout;

/** Whether a client that asks for a stream gets one. */
public enum Admission {
    WELCOME,
    /** Full: the client is sent away politely, and its place is free again when it has gone. */
    ELSEWHERE,
    /** Even being sent away is asked too often at once. */
    OVERLOADED,
    CALLER_FULL,
    TICKET_FULL
}
