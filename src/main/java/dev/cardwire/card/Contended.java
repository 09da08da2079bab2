package dev.cardwire.card;

/** Somebody else was first and nothing was done: {@link CardTransactions} tries the transaction again. */
public final class Contended extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public Contended(String what) {
        super(what, null, false, false);
    }
}
