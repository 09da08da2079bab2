// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.audit;

import io.smallrye.common.vertx.ContextLocals;
import io.smallrye.common.vertx.VertxContext;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is learnt about an audited request while it is worked on. Outside of one nothing is kept. */
public final class AuditTrail {

    private static final String KEY = AuditTrail.class.getName();

    private volatile @Nullable AuditOutcome outcome;
    private volatile @Nullable UUID subject;
    private volatile @Nullable String thumbprint;
    private volatile int uqpayStatus;

    private AuditTrail() {}

    /** For this request, on the context that its work is done on. */
    static AuditTrail begin() {
        AuditTrail trail = new AuditTrail();
        if (VertxContext.isOnDuplicatedContext()) {
            ContextLocals.put(KEY, trail);
        }
        return trail;
    }

    private static @Nullable AuditTrail current() {
        return VertxContext.isOnDuplicatedContext()
                ? ContextLocals.<AuditTrail>get(KEY).orElse(null)
                : null;
    }

    /** How the write stands for its caller, where the status alone does not say. */
    public static void ended(AuditOutcome outcome) {
        AuditTrail trail = current();
        if (trail != null) {
            trail.outcome = outcome;
        }
    }

    /** The ticket or the import that it is about. */
    public static void about(UUID subject) {
        AuditTrail trail = current();
        if (trail != null) {
            trail.subject = subject;
        }
    }

    /** The key that sensitive details are encrypted to. */
    public static void encryptedTo(String thumbprint) {
        AuditTrail trail = current();
        if (trail != null) {
            trail.thumbprint = thumbprint;
        }
    }

    /** UQPAY answered a call of this request. */
    public static void answered(int status) {
        AuditTrail trail = current();
        if (trail != null) {
            trail.uqpayStatus = status;
        }
    }

    @Nullable AuditOutcome outcome() {
        return outcome;
    }

    @Nullable UUID subject() {
        return subject;
    }

    @Nullable String thumbprint() {
        return thumbprint;
    }

    int uqpayStatus() {
        return uqpayStatus;
    }
}
