package dev.cardwire.uqpay;

import java.util.List;

/** One page of a list; totals are 0 when UQPAY left them out. Items that could not be read are left out. */
public record UqpayPage<T>(List<T> items, int totalPages, int totalItems) {

    public UqpayPage {
        items = List.copyOf(items);
    }
}
