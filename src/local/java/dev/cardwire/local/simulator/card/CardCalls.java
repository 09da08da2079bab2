// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.card;

import dev.cardwire.local.simulator.account.Money;
import dev.cardwire.local.simulator.behaviour.Behaviour;
import dev.cardwire.local.simulator.behaviour.Spelling;
import dev.cardwire.local.simulator.cardholder.Cardholders;
import dev.cardwire.local.simulator.lane.Alarms;
import dev.cardwire.local.simulator.product.Products;
import dev.cardwire.local.simulator.store.Store;
import dev.cardwire.local.simulator.webhook.Announcer;
import dev.cardwire.local.simulator.webhook.Courier;
import dev.cardwire.local.simulator.wire.Pages;
import dev.cardwire.local.simulator.wire.Routes;
import java.time.InstantSource;

/** The calls about cards (uqpay/api.md 10.3 to 10.8), put together. */
public final class CardCalls {
    private final Cards cards;
    private final Orders orders;
    private final CardEvents events;
    private final Cancellation cancellation;
    private final DashboardCard dashboard;
    private final CreateCard create;
    private final ReadCards read;
    private final ChangeStatus status;
    private final UpdateCard update;
    private final MoveMoney recharge;
    private final MoveMoney withdraw;

    public CardCalls(
            Store store,
            InstantSource clock,
            Behaviour behaviour,
            Spelling spelling,
            Pages pages,
            Alarms alarms,
            Courier courier,
            Announcer announcer,
            Products products,
            Cardholders cardholders,
            Money money) {
        cards = new Cards(store);
        orders = new Orders(store, cards, clock, behaviour, alarms, courier);
        events = new CardEvents(cardholders, spelling);
        cancellation = new Cancellation(cards, orders, money, events, announcer, alarms, clock);
        dashboard = new DashboardCard(cards, products, cardholders, clock);
        new Provisioning(orders, money, events, announcer, behaviour, alarms, clock);
        create = new CreateCard(cards, orders, products, cardholders, money, behaviour, spelling, courier, clock);
        read = new ReadCards(cards, orders, new CardView(cardholders, spelling), behaviour, spelling, pages);
        status = new ChangeStatus(cards, orders, cancellation, events, announcer, behaviour, spelling, clock);
        update = new UpdateCard(cards, orders, events, announcer, spelling, behaviour, clock);
        recharge =
                new MoveMoney(MoveMoney.Way.RECHARGE, cards, orders, read, money, events, announcer, behaviour, clock);
        withdraw =
                new MoveMoney(MoveMoney.Way.WITHDRAW, cards, orders, read, money, events, announcer, behaviour, clock);
    }

    public void routes(Routes routes) {
        routes.on("POST", "/v1/issuing/cards", create::handle);
        routes.on("GET", "/v1/issuing/cards", read::list);
        routes.on("GET", "/v1/issuing/cards/:id", read::one);
        routes.on("GET", "/v1/issuing/cards/:id/order", read::order);
        routes.on("POST", "/v1/issuing/cards/:id", update::handle);
        routes.on("POST", "/v1/issuing/cards/:id/status", status::handle);
        routes.on("POST", "/v1/issuing/cards/:id/recharge", recharge::handle);
        routes.on("POST", "/v1/issuing/cards/:id/withdraw", withdraw::handle);
    }

    /** After a start or a reset. */
    public void index() {
        orders.index();
    }

    public Cards cards() {
        return cards;
    }

    public Orders orders() {
        return orders;
    }

    public CardEvents events() {
        return events;
    }

    public Cancellation cancellation() {
        return cancellation;
    }

    public DashboardCard dashboard() {
        return dashboard;
    }
}
