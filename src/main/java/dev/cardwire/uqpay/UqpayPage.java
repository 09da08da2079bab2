// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay;

import java.util.List;

/**
 * One page of a list; totals are 0 when UQPAY left them out.
 *
 * @param unreadable items that are left out because they could not be read
 */
public record UqpayPage<T>(List<T> items, int totalPages, int totalItems, int unreadable) {

    public UqpayPage(List<T> items, int totalPages, int totalItems) {
        this(items, totalPages, totalItems, 0);
    }

    public UqpayPage {
        items = List.copyOf(items);
    }

    /**
     * Whether nothing can follow. Without a total only an empty page says so: one that looks short may merely have items
     * that could not be read.
     *
     * @param page the number that this page was asked by, from 1
     */
    public boolean isLast(int page) {
        return totalPages > 0 ? page >= totalPages : items.isEmpty();
    }

    /** For callers that stop before the last page: what was not found by then may still be there. */
    public static UqpayException withoutEnd(int pages) {
        return new UqpayUnavailableException("the list does not end within " + pages + " pages");
    }
}
