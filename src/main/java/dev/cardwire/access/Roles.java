// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.access;

/** The roles of a caller, for {@code @RolesAllowed}. */
public final class Roles {

    /** Issues and changes cards, display sessions, tickets. */
    public static final String ISSUER = "issuer";
    /** Reads and streams. */
    public static final String VIEWER = "viewer";
    /** Webhook events, replay, reconcile, import, resolve, metrics. */
    public static final String OPERATOR = "operator";

    /** Reads card numbers, where that is switched on. No other role implies it, nor does it imply another. */
    public static final String SENSITIVE = "sensitive";

    private Roles() {}
}
