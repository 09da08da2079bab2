// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import dev.cardwire.uqpay.UqpayPanToken;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Builds the URL of the secure iframe ({@code uqpay/api.md} 10.9). */
final class IframeUrls {

    private final URI host;

    IframeUrls(URI host) {
        this.host = host;
    }

    URI of(UqpayPanToken token, UUID cardId, @Nullable String lang, boolean showCardholderName) {
        StringBuilder url = new StringBuilder(host.toString())
                .append("/iframe/card?token=")
                .append(encoded(token.token()))
                .append("&cardId=")
                .append(cardId);
        if (lang != null) {
            url.append("&lang=").append(encoded(lang));
        }
        if (showCardholderName) {
            url.append("&cardholder_name=true");
        }
        return URI.create(url.toString());
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
