// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.access;

/** The three roles of a caller, for {@code @RolesAllowed}. */
public final class Roles {

    /** Issues and changes cards, display sessions, tickets. */
    public static final String ISSUER = "issuer";
    /** Reads and streams. */
    public static final String VIEWER = "viewer";
    /** Webhook events, replay, reconcile, import, resolve, metrics. */
    public static final String OPERATOR = "operator";

    private Roles() {}
}
