// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.console;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** UQPAY's page that shows a card number; its owner is {@code uqpay}, which checks it at start. */
@ConfigMapping(prefix = "cardwire.uqpay")
interface SecurePage {

    Optional<String> iframeUrl();
}
