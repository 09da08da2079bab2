// SPDX-License-Identifier: Apache-2.0
/** What a person types beside a local UQPAY that runs: clients of its controls, over HTTP, and nothing else. */
package dev.cardwire.local.simulator.command;
