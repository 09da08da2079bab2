package dev.cardwire.stream;

import java.util.UUID;

/** This replica revoked a ticket; the others find the row. */
record TicketRevoked(UUID ticketId) {}
