// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.ticket;

import java.util.UUID;

/** This replica revoked a ticket; the others find the row. */
public record TicketRevoked(UUID ticketId) {}
