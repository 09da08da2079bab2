// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.build;

import io.quarkus.arc.DefaultBean;
import jakarta.inject.Singleton;

/** What a build is that brings nothing else. No setting makes it another one. */
@DefaultBean
@Singleton
class ProductionBuild implements LocalBuild {

    @Override
    public boolean isOne() {
        return false;
    }
}
