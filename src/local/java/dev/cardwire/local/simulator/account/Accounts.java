// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.account;

import dev.cardwire.local.simulator.wire.Call;
import dev.cardwire.local.simulator.wire.Fields;
import dev.cardwire.local.simulator.wire.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The master account and the one issuing sub-account. A call on behalf of the sub-account sees the master's data. */
public final class Accounts {
    public static final String MASTER = "7d3b1c1e-52b5-4f02-8f0e-5a3c6f0d1b11";
    public static final String SUB = "9a1f4a0d-0f0b-4d2b-8a77-2d8a5f0c7c22";

    /** The short forms of the same accounts. */
    public static final String SHORT_MASTER = "CB4488338900";

    public static final String SHORT_SUB = "CB4488338901";

    private static final Pattern SHORT_FORM = Pattern.compile("CB[0-9]{6,20}");

    private Accounts() {}

    static boolean isKnown(String account) {
        return List.of(MASTER, SUB, SHORT_MASTER, SHORT_SUB).contains(account);
    }

    /** A blank or malformed {@code x-on-behalf-of} is an error; it does not mean the master account. */
    public static void checkOnBehalfOf(Call call) {
        Optional<String> account = call.header("x-on-behalf-of");
        if (account.isEmpty()) {
            return;
        }
        if (!Fields.isUuid(account.get()) && !SHORT_FORM.matcher(account.get()).matches()) {
            throw Refusal.invalid("x-on-behalf-of must be the id of an account");
        }
        if (!List.of(SUB, SHORT_SUB).contains(account.get())) {
            throw Refusal.of(400, "account_error", "sub_account_not_found", "sub account not found");
        }
    }
}
