// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** UQPAY's address, our account there, and time limits. */
@ConfigMapping(prefix = "cardwire.uqpay")
interface UqpayConfig {

    /** With the prefix {@code /api}. */
    Optional<String> baseUrl();

    Optional<String> iframeUrl();

    Optional<String> clientId();

    Optional<String> apiKey();

    /** True lets {@code http} leave this host, without TLS: anybody on the network can take the account over. */
    @WithDefault("false")
    boolean plainAllowed();

    /** 32 random bytes in Base64; seals the access token in its row and in Redis. A new one only costs a renewal. */
    Optional<String> tokenKey();

    /** Keys that only open: the next one or the last one during a rotation. One too few costs a renewal for each replica. */
    Optional<List<String>> previousTokenKeys();

    TimeConfig time();

    AnswerConfig answer();

    RetryConfig retry();

    /** What viewers, events and sweeps read. */
    GroupConfig reads();

    /** What issuing has to read before it sends. */
    GroupConfig checks();

    GroupConfig writes();

    TokenConfig token();

    interface TimeConfig {

        /** Until a connection stands: higher holds callers on a dead host, lower gives up on a far one. */
        @WithDefault("2s")
        Duration connect();

        /** Until an answer is complete: higher leaves less time for a second try, lower leaves slow writes in doubt. */
        @WithDefault("5s")
        Duration call();

        /** For all tries of one read that issuing waits for: above {@code cardwire.issuing.check-within} callers hear that UQPAY is slow instead of what it said. */
        @WithDefault("4s")
        Duration check();

        /** For all tries of one operation together: our own callers wait at most 20 s. */
        @WithDefault("15s")
        Duration operation();
    }

    interface AnswerConfig {

        /** The largest answer that is read, but for lists: higher lets a server in UQPAY's place use more memory, lower makes a large answer unreadable. */
        @WithDefault("2M")
        MemorySize one();

        /** The same for a page of a list. */
        @WithDefault("16M")
        MemorySize list();
    }

    interface RetryConfig {

        /** The first pause, doubled with each try: higher settles later, lower asks a struggling UQPAY sooner. */
        @WithDefault("300ms")
        Duration first();

        /** The longest pause: higher leaves room for fewer tries. */
        @WithDefault("4s")
        Duration longest();
    }

    interface GroupConfig {

        /** Calls at once: more queue at UQPAY instead of here, fewer refuse callers that UQPAY could have served. */
        @WithDefault("48")
        int concurrent();

        /** Of this many calls … : higher needs more failures before UQPAY is left alone. */
        @WithDefault("20")
        int volume();

        /** … this part must fail: higher keeps asking a half-dead UQPAY. */
        @WithDefault("0.5")
        double failureRatio();

        /** How long UQPAY is then left alone: longer refuses callers for longer after it is back. */
        @WithDefault("3s")
        Duration pause();
    }

    interface TokenConfig {

        /** The longest time before its end that a token is renewed; a fifth of its life if that is less. Higher renews more often. */
        @WithDefault("5m")
        Duration margin();

        /** For a call for a token: must stay well below the claim. */
        @WithDefault("10s")
        Duration call();

        /** For how long one replica alone may renew: higher makes the others wait longer for one that died, lower lets two renew at once. */
        @WithDefault("20s")
        Duration claim();

        /** How long a failed renewal keeps all replicas from the next: higher is down for longer, lower uses the minute's renewals up. */
        @WithDefault("4s")
        Duration afterFailure();

        /** First pause between two reads of the row while another replica renews; doubled up to twenty times itself. */
        @WithDefault("50ms")
        Duration poll();

        /** For one read of the token's row, or one change of it: longer holds callers on a PostgreSQL that is gone, shorter gives up on a slow one. */
        @WithDefault("8s")
        Duration storeWithin();

        /** Calls for a token a minute and replica: UQPAY takes 60, and each one kills the token before it. */
        @WithDefault("15")
        int perMinute();
    }
}
