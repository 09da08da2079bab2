// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.ticket;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What signs stream tickets, and where they lead. */
@ConfigMapping(prefix = "cardwire.stream")
interface TicketConfig {

    /**
     * Keys that sign tickets, each {@code id:base64} of at least 32 bytes. The first signs, all verify: to rotate, add the new
     * key last on every replica, then move it first on every replica, and take the old one away a day after that, when its
     * last ticket has ended.
     */
    Optional<List<String>> ticketKeys();

    /** The gateway's public address, put before {@code stream_url} and the {@code type} of problems; empty gives a path, which is right when front-ends use the same origin. */
    Optional<String> publicUrl();

    /** The time-out of the tail's reads serves revocations too. */
    @WithName("tail.read-timeout")
    @WithDefault("5s")
    Duration readTimeout();
}
