// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.local.simulator.behaviour.Spelling;
import dev.cardwire.local.simulator.store.Json;
import dev.cardwire.local.simulator.store.Store;
import dev.cardwire.local.simulator.store.Table;
import dev.cardwire.local.simulator.webhook.Announcer;
import dev.cardwire.local.simulator.wire.Answer;
import dev.cardwire.local.simulator.wire.Call;
import dev.cardwire.local.simulator.wire.Fields;
import dev.cardwire.local.simulator.wire.Refusal;
import dev.cardwire.local.simulator.wire.Routes;
import dev.cardwire.local.simulator.wire.Times;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Reports: requested, announced by an event, downloaded. Both types hold the ledger of their time. */
public final class ReportCalls {
    private static final DateTimeFormatter GO_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss '+0000 UTC'").withZone(ZoneOffset.UTC);
    private static final Duration EXPIRES = Duration.ofDays(7);

    /** What was asked for. */
    record Report(String reportId, String type, Instant from, Instant to) {}

    private final Table<Report> table;
    private final Money money;
    private final Announcer announcer;
    private final InstantSource clock;

    public ReportCalls(Store store, Money money, Announcer announcer, InstantSource clock) {
        this.table = store.table("report", Report.class, Report::reportId);
        this.money = money;
        this.announcer = announcer;
        this.clock = clock;
    }

    public void routes(Routes routes) {
        routes.on("POST", "/v1/issuing/reports", this::create);
        routes.on("GET", "/v1/issuing/reports/:id", this::download);
    }

    private Answer create(Call call) {
        Fields ask = call.fields();
        String type = ask.requiredOneOf("report_type", "SETTLEMENT", "LEDGER");
        Report report = new Report(UUID.randomUUID().toString(), type, time(ask, "start_time"), time(ask, "end_time"));
        table.put(report);
        ObjectNode data = Json.object()
                .put("date_range", GO_TIME.format(report.from()) + " - " + GO_TIME.format(report.to()))
                .put("expire_time", Times.zoneless(clock.instant().plus(EXPIRES)))
                .put("report_id", report.reportId())
                .put("report_type", type.equals("LEDGER") ? "Ledger Report" : "Card Settlement Report")
                .put("secret_key", "");
        announcer.announce("issuing.report.created", report.reportId(), Optional.empty(), data);
        return Answer.ok(Json.object().put("report_id", report.reportId()));
    }

    private static Instant time(Fields ask, String name) {
        ask.required(name);
        return ask.time(name).map(OffsetDateTime::toInstant).orElseThrow();
    }

    private Answer download(Call call) {
        Report report =
                table.find(call.param("id")).orElseThrow(() -> Refusal.missing("invalid_request_error", "report"));
        String lines = money.ledgerNewestFirst().stream()
                .filter(entry ->
                        !entry.time().isBefore(report.from()) && !entry.time().isAfter(report.to()))
                .map(entry -> String.join(
                        ",",
                        entry.transactionId(),
                        entry.type(),
                        entry.currency(),
                        Spelling.plain(entry.amount()),
                        Times.seconds(entry.time())))
                .collect(Collectors.joining("\n", "transaction_id,type,currency,amount,time\n", "\n"));
        return Answer.of(200, "application/octet-stream", lines);
    }
}
