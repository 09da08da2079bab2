// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.enterprise.inject.Vetoed;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** The application, with the lines that a person needs next. */
public class LocalApplication implements QuarkusApplication {

    @Override
    public int run(String... args) {
        Config config = ConfigProvider.getConfig();
        int port = config.getOptionalValue("quarkus.http.port", Integer.class).orElse(8080);
        boolean simulated = config.getOptionalValue("cardwire.simulator.enabled", Boolean.class)
                .orElse(true);
        System.out.println(Welcome.to("http://localhost:" + port, simulated));
        Quarkus.waitForExit();
        return 0;
    }

    @Vetoed
    private static final class Welcome {

        private static final String SEEDED = "\"cardholder_id\":\"25ea804d-7fd5-43d5-8792-0fc0214cdb2f\","
                + "\"card_product_id\":\"467e993f-317a-49fc-9ea0-bf49de7d1f76\"";
        private static final String CHOSEN =
                "\"cardholder_id\":\"<cardholder_id>\",\"card_product_id\":\"<product_id>\"";

        private static String to(String url, boolean simulated) {
            return """

                    Cardwire is up. Its console: %1$s/ and its API, to try: %1$s/q/swagger-ui/

                    Follow every card (leave it running in one terminal):

                    curl -N -H 'Authorization: Bearer cardwire-dev-key' %1$s/v1/stream
                    %2$s
                    Issue a card (in another):

                    curl -i -X POST %1$s/v1/cards -H 'Authorization: Bearer cardwire-dev-key' -H "Idempotency-Key: demo-$(date +%%s)" -H 'Content-Type: application/json' -d '{%3$s,"card_currency":"USD","card_limit":"1000.00"}'
                    """.formatted(url, simulated ? "" : choice(url), simulated ? SEEDED : CHOSEN);
        }

        /** The account's own ids are not known here. */
        private static String choice(String url) {
            return """

                    Choose a cardholder and a product of the account at UQPAY:

                    curl -H 'Authorization: Bearer cardwire-dev-key' %1$s/v1/cardholders
                    curl -H 'Authorization: Bearer cardwire-dev-key' '%1$s/v1/products?card_form=VIR'
                    """.formatted(url);
        }
    }
}
