// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * Operations that were noted as refused or not sent and turn out to be done: their callers were told that nothing had happened, and
 * may have asked for the same once more. Nothing can take that back, so somebody has to look.
 */
@ApplicationScoped
class LateAcceptances {

    private static final Logger LOG = Logger.getLogger(LateAcceptances.class);

    private final WriteMeters meters;

    LateAcceptances(WriteMeters meters) {
        this.meters = meters;
    }

    void seen(String operationId) {
        LOG.errorf("operation %s was refused or not sent, and UQPAY did it all the same", operationId);
        meters.acceptedLate();
    }
}
