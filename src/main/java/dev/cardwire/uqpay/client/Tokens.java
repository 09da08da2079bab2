// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import dev.cardwire.uqpay.UqpayNotSentException;
import io.smallrye.mutiny.Uni;

/** The access token of the account. Fails only with {@link UqpayNotSentException}. */
interface Tokens {

    /** A token that is good for now. */
    Uni<Token> current();

    /** Another token than the one that UQPAY refused: a newer one if there is one, else a renewed one. */
    Uni<Token> after(Token refused);
}
