// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator;

import dev.cardwire.local.simulator.account.BalanceCalls;
import dev.cardwire.local.simulator.account.LedgerCalls;
import dev.cardwire.local.simulator.account.Money;
import dev.cardwire.local.simulator.account.ReportCalls;
import dev.cardwire.local.simulator.account.TransferCalls;
import dev.cardwire.local.simulator.api.Gate;
import dev.cardwire.local.simulator.api.HttpFace;
import dev.cardwire.local.simulator.api.Idempotency;
import dev.cardwire.local.simulator.api.Tokens;
import dev.cardwire.local.simulator.behaviour.Behaviour;
import dev.cardwire.local.simulator.behaviour.Spelling;
import dev.cardwire.local.simulator.card.CardCalls;
import dev.cardwire.local.simulator.cardholder.CardholderCalls;
import dev.cardwire.local.simulator.cardholder.Cardholders;
import dev.cardwire.local.simulator.cardholder.VerificationPage;
import dev.cardwire.local.simulator.control.ControlRoom;
import dev.cardwire.local.simulator.control.Controls;
import dev.cardwire.local.simulator.control.FaultSchedule;
import dev.cardwire.local.simulator.control.ScheduleRunner;
import dev.cardwire.local.simulator.extra.ElevateLimit;
import dev.cardwire.local.simulator.extra.ExtraCalls;
import dev.cardwire.local.simulator.lane.Alarm;
import dev.cardwire.local.simulator.lane.Alarms;
import dev.cardwire.local.simulator.lane.Lane;
import dev.cardwire.local.simulator.pan.SecureFrame;
import dev.cardwire.local.simulator.product.Products;
import dev.cardwire.local.simulator.store.RunRecord;
import dev.cardwire.local.simulator.store.Store;
import dev.cardwire.local.simulator.store.Table;
import dev.cardwire.local.simulator.transaction.TransactionCalls;
import dev.cardwire.local.simulator.webhook.Announcer;
import dev.cardwire.local.simulator.webhook.Courier;
import dev.cardwire.local.simulator.webhook.SimulatedEvent;
import dev.cardwire.local.simulator.wire.Pages;
import dev.cardwire.local.simulator.wire.Routes;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * A stand-in for UQPAY, assembled: {@code /api/v1/…} as its documents describe, {@code /control/…} to make it misbehave.
 * It shares nothing with the gateway but HTTP; whatever one of them misread, the other must have misread on its own.
 */
public final class SimulatedUqpay implements AutoCloseable {
    private static final long LARGEST_BODY = 16L << 20;

    private final Vertx vertx;
    private final SimulatorSettings settings;
    private final Store store;
    private final Lane lane;
    private final Behaviour behaviour;
    private final Alarms alarms;
    private final Table<SimulatedEvent> events;
    private final Courier courier;
    private final Products products;
    private final Cardholders cardholders;
    private final Money money;
    private final CardCalls cards;
    private final List<Consumer<Routes>> features;
    private final SecureFrame frame;
    private final Tokens tokens;
    private final Idempotency idempotency;
    private final Controls controls;
    private final ScheduleRunner schedule;
    private final RunRecord record;

    private SimulatedUqpay(Vertx vertx, SimulatorSettings settings) {
        this.vertx = vertx;
        this.settings = settings;
        var clock = settings.clock();
        store = new Store(settings.stateFile());
        record = new RunRecord(settings.record(), clock);
        lane = new Lane(store::commit);
        behaviour = new Behaviour(settings.webhookUrl(), settings.webhookSecret(), settings.timeScale());
        alarms = new Alarms(lane, clock, store.table("alarm", Alarm.class, Alarm::id), behaviour::timeScale);
        events = store.table("event", SimulatedEvent.class, SimulatedEvent::eventId);
        courier = new Courier(vertx, lane, alarms, clock, behaviour, events, record);
        Announcer announcer = new Announcer(clock, behaviour, courier);
        Spelling spelling = new Spelling(behaviour);
        Pages pages = new Pages(behaviour);

        products = new Products(store, pages);
        cardholders = new Cardholders(store, clock, behaviour, alarms, announcer);
        money = new Money(store, clock);
        tokens = new Tokens(store, clock, behaviour);
        idempotency = new Idempotency(store, clock, behaviour);
        cards = new CardCalls(
                store, clock, behaviour, spelling, pages, alarms, courier, announcer, products, cardholders, money);
        frame = new SecureFrame(store, cards.cards(), behaviour, clock);
        features = features(announcer, spelling, pages);
        controls = ControlRoom.furnish(
                behaviour,
                alarms,
                courier,
                announcer,
                events,
                cards,
                cardholders,
                money,
                clock,
                () -> tokens.renew("sim-client"),
                this::reset);
        schedule = new ScheduleRunner(
                settings.scenario().map(FaultSchedule::read).orElseGet(FaultSchedule::none), behaviour, controls);
        behaviour.whenTurned(knobs -> record.note("knobs", knobs));
    }

    private List<Consumer<Routes>> features(Announcer announcer, Spelling spelling, Pages pages) {
        var clock = settings.clock();
        ElevateLimit elevate = new ElevateLimit(store, cards.cards(), cards.orders(), announcer, spelling, clock);
        TransactionCalls transactions = new TransactionCalls(
                store,
                cards.cards(),
                money,
                cards.cancellation(),
                announcer,
                spelling,
                pages,
                elevate::of,
                alarms,
                behaviour,
                clock);
        // The order is that of matching: /cards/arts and its like must come before /cards/{id}.
        return List.of(
                products::routes,
                new CardholderCalls(cardholders, pages, clock)::routes,
                new BalanceCalls(money, pages, spelling)::routes,
                new LedgerCalls(money, pages, spelling)::routes,
                new TransferCalls(store, money, spelling, clock)::routes,
                new ReportCalls(store, money, announcer, clock)::routes,
                new ExtraCalls(
                        store,
                        cards.cards(),
                        cards.orders(),
                        elevate,
                        cardholders,
                        money,
                        announcer,
                        spelling,
                        behaviour,
                        pages,
                        clock)::routes,
                frame::routes,
                cards::routes,
                transactions::routes);
    }

    /** Assembles a simulator, reads its state file if there is one, and goes on where an earlier run ended. */
    public static SimulatedUqpay start(Vertx vertx, SimulatorSettings settings) {
        SimulatedUqpay uqpay = new SimulatedUqpay(vertx, settings);
        uqpay.store.open();
        uqpay.lane
                .call(() -> {
                    uqpay.resume();
                    uqpay.schedule.begin(uqpay.lane);
                    return true;
                })
                .join();
        return uqpay;
    }

    private void resume() {
        if (money.all().isEmpty()) {
            seed();
        }
        cardholders.completeSeed();
        products.completeSeed();
        money.completeSeed();
        idempotency.prune();
        tokens.index();
        cards.index();
        courier.resume();
        alarms.replan();
    }

    private void seed() {
        Instant now = settings.clock().instant();
        products.seed(now);
        cardholders.seed(now);
        money.seed(now);
    }

    /** Back to the seeds and the normal behaviour. */
    private void reset() {
        behaviour.reset();
        store.clear();
        seed();
        tokens.index();
        cards.index();
        alarms.replan();
    }

    /** What to mount under {@code /simulator}. */
    public Router router() {
        HttpFace face = new HttpFace(vertx, lane, settings.clock());
        Gate gate = new Gate(tokens, idempotency, behaviour, schedule::before, record, settings.clock());
        Router router = Router.router(vertx);
        // Every body is taken as JSON; named a form, as curl does unasked, it would be parsed and limited as one.
        router.route().handler(ctx -> {
            ctx.request().headers().remove(HttpHeaders.CONTENT_TYPE);
            ctx.next();
        });
        router.route().handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY));
        Router api = Router.router(vertx);
        face.api(api, gate, routes -> features.forEach(feature -> feature.accept(routes)));
        router.route("/api/*").subRouter(api);
        controls.routes(
                (method, path, handler) -> face.open(router, HttpMethod.valueOf(method), "/control" + path, handler));
        face.open(router, HttpMethod.GET, "/control/tokens", tokens::count);
        face.open(router, HttpMethod.GET, "/iframe/card", frame::frame);
        VerificationPage verification = new VerificationPage(cardholders);
        face.open(router, HttpMethod.GET, "/idv/:id", verification::show);
        face.open(router, HttpMethod.POST, "/idv/:id", verification::complete);
        StaticPages.mount(router);
        return router;
    }

    @Override
    public void close() {
        courier.close();
        lane.close();
        store.close();
        record.close();
    }
}
