// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.fanout;

import java.net.InetAddress;

/** The other end of a connection to this host. */
public record Peer(InetAddress address, int port, int localPort) {}
