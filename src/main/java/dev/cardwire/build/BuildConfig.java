// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.build;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Which build this is; nobody needs to set it. */
@ConfigMapping(prefix = "cardwire.build")
interface BuildConfig {

    /** The version of the release; that of the build by default. */
    @WithDefault("unknown")
    String version();

    /** The commit that it was built from. An image brings it along. */
    @WithDefault("unknown")
    String revision();
}
