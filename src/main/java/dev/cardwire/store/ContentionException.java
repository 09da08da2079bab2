// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.store;

/** Somebody else was first and nothing was done: {@link Transactions} tries the transaction again. */
public final class ContentionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ContentionException(String what) {
        super(what, null, false, false);
    }
}
