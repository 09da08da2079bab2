// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.sensitive;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Whether card numbers may pass through here. */
@ConfigMapping(prefix = "cardwire.sensitive")
interface SensitiveConfig {

    /** True brings this installation into the scope of PCI DSS, false leaves the iframe as the one way to see a number. */
    @WithDefault("false")
    boolean enabled();
}
