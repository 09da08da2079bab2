// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.masking;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/** A failure as it is printed, with the secrets masked in its words and in those of its causes. */
final class MaskedFailure extends Throwable {

    private static final long serialVersionUID = 1L;

    /** A chain of causes may be a ring. */
    private static final int DEEPEST = 20;

    private final String words;

    private MaskedFailure(Throwable failure, int depth) {
        super(MaskedText.of(String.valueOf(failure.getMessage())), maskedCause(failure, depth));
        this.words = MaskedText.of(failure.toString());
        setStackTrace(failure.getStackTrace());
        for (Throwable suppressed : failure.getSuppressed()) {
            if (depth > 0) {
                addSuppressed(new MaskedFailure(suppressed, depth - 1));
            }
        }
    }

    /** The failure itself when it has nothing to hide, so that its type stays what machines read. */
    static Throwable of(Throwable failure) {
        StringWriter printed = new StringWriter();
        failure.printStackTrace(new PrintWriter(printed, true));
        String text = printed.toString();
        return MaskedText.of(text).equals(text) ? failure : new MaskedFailure(failure, DEEPEST);
    }

    private static @Nullable Throwable maskedCause(Throwable failure, int depth) {
        Throwable cause = failure.getCause();
        return cause == null || depth == 0 ? null : new MaskedFailure(cause, depth - 1);
    }

    /** With the type of the failure that it stands for. */
    @Override
    @SuppressWarnings("OverrideThrowableToString")
    public String toString() {
        return words;
    }
}
