// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.reading;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Single reads of a card at UQPAY that an event or a person asks for. */
@ConfigMapping(prefix = "cardwire.reconcile.reads")
public interface CardReadConfig {

    /** Wishes for the same card within this time are one read; longer shows a decided status later. */
    @WithDefault("150ms")
    Duration debounce();

    /** Reads under way at once; more take calls from issuing's minute sooner. */
    @WithDefault("4")
    int atOnce();

    /** Cards that may wait for a read; beyond it the sweep makes up for them. */
    @WithDefault("10000")
    int waiting();

    /** Reads of one card while signals keep coming, before the next sweep reads it again. */
    @WithDefault("3")
    int rounds();
}
