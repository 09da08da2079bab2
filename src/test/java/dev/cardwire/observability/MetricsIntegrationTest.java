// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.LocalServers;
import dev.cardwire.testsupport.SseClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URL;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is measured, as Prometheus sees it after a card was issued and watched, and UQPAY failed. */
@QuarkusTest
@QuarkusTestResource(LocalServers.class)
class MetricsIntegrationTest {

    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z_0-9]+)(?:\\{([^\\n]*)})? ([0-9.eE+-]+|NaN)$");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");
    private static final Pattern UUID_OR_NUMBER = Pattern.compile(".*([0-9a-f]{8}-[0-9a-f]{4}-|[0-9]{10,}).*");

    private static boolean used;

    @TestHTTPResource("/")
    URL base;

    /** Once for all: a failing UQPAY is only looked at, lest its circuit opens for the tests after this one. */
    @BeforeEach
    void useIt() throws Exception {
        if (used) {
            return;
        }
        used = true;
        String server = base.toString().replaceAll("/$", "");
        try (SseClient stream = SseClient.open(server, "", "")) {
            String card = Api.issueCard();
            Awaitility.await().until(() -> stream.events("card.status").stream()
                    .anyMatch(change ->
                            change.data().contains(card) && change.data().contains("ACTIVE")));
        }
        Api.behave(Map.of("http_error_rate", 1.0, "http_error_status", 503));
        try {
            Api.caller().get("/v1/balances").then().statusCode(503);
        } finally {
            Api.behaveWell();
        }
    }

    @Test
    void alertsAndDashboardAskOnlyForWhatAScrapeHas() throws Exception {
        Set<String> scraped = KnownMetrics.seen(scrape());
        assertThat(KnownMetrics.expressions())
                .hasSizeGreaterThan(40)
                .allSatisfy(expression -> assertThat(scraped).as(expression).containsAll(KnownMetrics.in(expression)));
    }

    @Test
    void everyStepOfTheFlowIsMeasured() {
        String scrape = scrape();
        assertThat(value(scrape, "cardwire_issuing_writes_seconds_count", "kind=\"ISSUE_CARD\",outcome=\"accepted\""))
                .isPositive();
        assertThat(value(scrape, "cardwire_issuing_writes_seconds_count", "kind=\"ISSUE_CARD\",outcome=\"in_doubt\""))
                .isNotNull();
        assertThat(value(scrape, "cardwire_uqpay_calls_seconds_count", "group=\"writes\",result=\"ok\""))
                .isPositive();
        assertThat(value(scrape, "cardwire_uqpay_calls_seconds_count", "group=\"reads\",result=\"server_error\""))
                .isPositive();
        assertThat(value(scrape, "cardwire_uqpay_circuit", "group=\"writes\"")).isBetween(0.0, 2.0);
        assertThat(value(scrape, "cardwire_uqpay_token_generation", "")).isPositive();
        assertThat(value(scrape, "cardwire_uqpay_token_renewals_total", "result=\"failed\""))
                .isNotNull();
        assertThat(value(scrape, "cardwire_issuing_operations", "state=\"UNRESOLVED\""))
                .isNotNull();
        assertThat(value(scrape, "cardwire_webhook_events_total", "outcome=\"applied\""))
                .isPositive();
        assertThat(value(scrape, "cardwire_webhook_time_seconds_count", "")).isPositive();
        assertThat(value(scrape, "cardwire_webhook_batch_time_seconds_count", ""))
                .isPositive();
        assertThat(value(scrape, "cardwire_stream_delivered_total", "")).isPositive();
        assertThat(value(scrape, "cardwire_duty_age_seconds", "duty=\"operation-recovery\""))
                .isNotNegative();
        assertThat(value(scrape, "cardwire_duty_interval_seconds", "duty=\"sweep\""))
                .isPositive();
        assertThat(value(scrape, "cardwire_build_info", "native=\"false\",revision=\"unknown\",version=\"1."))
                .isEqualTo(1);
    }

    @Test
    void objectivesHaveTheirHistograms() {
        String scrape = scrape();
        assertThat(value(scrape, "cardwire_issue_seconds_count", "status=\"2xx\""))
                .isPositive();
        assertThat(value(scrape, "cardwire_issue_seconds_bucket", "status=\"5xx\",le=\"20.0\""))
                .isNotNull();
        assertThat(value(scrape, "cardwire_webhook_seconds_count", "status=\"2xx\""))
                .isPositive();
        assertThat(value(scrape, "cardwire_webhook_seconds_bucket", "status=\"4xx\",le=\"0.25\""))
                .isNotNull();
        assertThat(value(scrape, "cardwire_delivery_seconds_bucket", "le=\"+Inf\""))
                .isPositive();
    }

    @Test
    void labelsHoldNeitherIdsNorNumbers() {
        assertThat(SAMPLE.matcher(scrape()).results().filter(sample -> sample.group(2) != null))
                .allSatisfy(sample -> {
                    Matcher label = LABEL.matcher(sample.group(2));
                    while (label.find()) {
                        boolean local = label.group(2).startsWith("/simulator");
                        assertThat(local
                                        || !UUID_OR_NUMBER
                                                .matcher(label.group(2))
                                                .matches())
                                .as(sample.group())
                                .isTrue();
                    }
                });
    }

    private static String scrape() {
        return Api.caller()
                .accept("text/plain")
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    private static Double value(String scrape, String name, String labels) {
        return SAMPLE.matcher(scrape)
                .results()
                .filter(sample -> sample.group(1).equals(name))
                .filter(sample -> labels.isEmpty() || sample.group(2).contains(labels))
                .map(sample -> Double.valueOf(sample.group(3)))
                .findFirst()
                .orElse(null);
    }
}
