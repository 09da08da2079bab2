package dev.cardwire.uqpay;

/** Failures of upstream calls, for tests of those who answer for them. */
public final class Failures {

    private Failures() {}

    public static UqpayFailure notSent(UqpayNotSent.Reason reason) {
        return new UqpayNotSent(reason, "made by a test");
    }

    public static UqpayFailure refused(String type, String code) {
        return new UqpayRefused(400, type, code, null, null);
    }

    public static UqpayFailure unanswered() {
        return new UqpayUnavailable("made by a test");
    }
}
