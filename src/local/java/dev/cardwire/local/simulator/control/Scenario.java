// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Supplier;

/** Something that goes wrong between UQPAY and its clients, ready to be played; the answer says what was done. */
record Scenario(String name, String shows, Supplier<ObjectNode> play) {}
