// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local;

import dev.cardwire.build.LocalBuild;
import dev.cardwire.uqpay.LocalUqpay;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Singleton;

/** Marks a build that carries stand-ins, in which the well-known keys and plain connections are accepted. */
@Unremovable
@Singleton
class LocalStandIns implements LocalBuild, LocalUqpay {

    @Override
    public boolean isOne() {
        return true;
    }
}
