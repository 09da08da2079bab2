// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.catalog;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long UQPAY's answers about products and cardholders are cached. */
@ConfigMapping(prefix = "cardwire.catalog")
interface CatalogConfig {

    /** Products, and cardholders that may be issued for: longer issues on old news, shorter costs calls. */
    @WithDefault("30s")
    Duration cache();

    /** How old a list may be that says no to a product: longer refuses one that was just enabled, shorter lets bad requests eat calls. */
    @WithDefault("2s")
    Duration refusalCache();
}
