// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local;

import dev.cardwire.build.LocalBuild;
import jakarta.inject.Singleton;

/** Marks a build that carries stand-ins, in which the well-known keys and plain connections are accepted. */
@Singleton
class LocalStandIns implements LocalBuild {

    @Override
    public boolean isOne() {
        return true;
    }
}
