// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card;

import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Reports that a transaction has applied, and what became known by them.
 *
 * @param newCards the cards that did not exist here before
 * @param newOrders the orders of which it is now known which card they made
 */
public record AppliedReports(List<CardReport> reports, Set<UUID> newCards, Set<String> newOrders) {}
