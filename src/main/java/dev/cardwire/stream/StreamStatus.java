// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream;

import dev.cardwire.status.PartReport;
import dev.cardwire.status.StatusSource;
import dev.cardwire.stream.fanout.StreamConfig;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Whether this replica has room for more streams. */
@ApplicationScoped
class StreamStatus implements StatusSource {

    private final StreamLimits limits;
    private final int most;

    StreamStatus(StreamLimits limits, StreamConfig config) {
        this.limits = limits;
        this.most = config.limits().streams();
    }

    @Override
    public String part() {
        return "streams";
    }

    @Override
    public Uni<PartReport> report() {
        int open = limits.open();
        String detail = open + " of " + most + " open on this replica";
        boolean room = open < most && !limits.isStopping();
        return Uni.createFrom()
                .item(
                        room
                                ? PartReport.ok(detail)
                                : PartReport.degraded(detail + ": clients are sent to other replicas"));
    }
}
