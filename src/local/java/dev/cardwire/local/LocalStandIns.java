// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local;

import dev.cardwire.build.LocalBuild;
import dev.cardwire.uqpay.LocalUqpay;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Singleton;

/** Tells the gateway that this build carries stand-ins, so that the well-known keys and plain connections are taken. */
@Unremovable
@Singleton
class LocalStandIns implements LocalBuild, LocalUqpay {

    @Override
    public boolean isOne() {
        return true;
    }
}
