// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card;

import dev.cardwire.card.lifecycle.CardLifecycle;
import dev.cardwire.card.lifecycle.CardState;
import dev.cardwire.card.lifecycle.CardStatus;
import dev.cardwire.card.lifecycle.Transition;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A virtual card. It has verbs and no status setter: {@link CardLifecycle} says what moves, this keeps it. */
@Entity
@Table(name = "card")
@SuppressWarnings("NullAway.Init")
class Card extends PanacheEntityBase {

    @Id
    private UUID cardId;

    @Nullable private String cardOrderId;

    @Enumerated(EnumType.STRING)
    private CardStatus cardStatus;

    @Nullable private String cardStatusRaw;

    private int version;

    @Embedded
    private CardTimes times = new CardTimes();

    @Nullable private String cardNumber;

    @Nullable private String cardBin;

    @Nullable private String cardScheme;

    @Nullable private String modeType;

    @Nullable private String formFactor;

    @Nullable private String cardCurrency;

    @Nullable private BigDecimal cardLimit;

    @Nullable private BigDecimal availableBalance;

    @Nullable private UUID cardholderId;

    @Nullable private UUID cardProductId;

    @Column(columnDefinition = "text")
    @Nullable private String spendingControls;

    @Column(columnDefinition = "text")
    @Nullable private String riskControls;

    @Column(columnDefinition = "text")
    @Nullable private String metadata;

    @Nullable private String usageType;

    @Nullable private String failureCode;

    private Instant createdAt;
    private Instant updatedAt;

    protected Card() {}

    /** A card that becomes known now; it has no status until {@link #move} gives it one. */
    Card(UUID cardId, Instant now) {
        this.cardId = cardId;
        this.createdAt = now;
        this.updatedAt = now;
    }

    /** The times that order what is reported of the card. */
    CardTimes times() {
        return times;
    }

    CardState state() {
        return times.state(cardStatus);
    }

    /**
     * Does what a signal does to the status.
     *
     * @return whether the status changed as callers see it
     */
    boolean move(Transition transition, @Nullable String raw) {
        return transition instanceof Transition.Moved moved && moveTo(moved.to(), raw);
    }

    /**
     * Takes in what a source knows beside the status.
     *
     * @return whether a field that callers see changed, or the card is new
     */
    boolean learn(CardReport report, MergeMode trust) {
        return trust != MergeMode.NOTHING && absorb(report, trust);
    }

    /** What callers see has changed. */
    void renew(Instant now) {
        version++;
        updatedAt = now;
    }

    private boolean moveTo(CardStatus to, @Nullable String raw) {
        String word = to == CardStatus.UNKNOWN ? raw : null;
        boolean moved = cardStatus != to || !Objects.equals(cardStatusRaw, word);
        cardStatus = to;
        cardStatusRaw = word;
        return moved;
    }

    private boolean absorb(CardReport report, MergeMode trust) {
        CardFacts facts = report.facts();
        CardSnapshot before = version == 0 ? null : snapshot();
        cardOrderId = cardOrderId == null ? report.maker() : cardOrderId;
        cardNumber = clearer(cardNumber, facts.cardNumber());
        cardBin = newer(trust, cardBin, facts.cardBin());
        cardScheme = newer(trust, cardScheme, facts.cardScheme());
        modeType = newer(trust, modeType, facts.modeType());
        formFactor = newer(trust, formFactor, facts.formFactor());
        cardCurrency = newer(trust, cardCurrency, facts.cardCurrency());
        cardLimit = newer(trust, cardLimit, longer(cardLimit, facts.cardLimit()));
        availableBalance = newer(trust, availableBalance, longer(availableBalance, facts.availableBalance()));
        cardholderId = newer(trust, cardholderId, facts.cardholderId());
        cardProductId = newer(trust, cardProductId, facts.cardProductId());
        spendingControls = CardJson.sameControls(spendingControls, facts.spendingControls())
                ? spendingControls
                : newer(trust, spendingControls, facts.spendingControls());
        riskControls = newer(trust, riskControls, facts.riskControls());
        metadata = newer(
                trust,
                metadata,
                metadata == null && CardJson.NOTHING.equals(facts.metadata()) ? null : facts.metadata());
        usageType = newer(trust, usageType, facts.usageType());
        failureCode = newer(trust, failureCode, facts.failureCode());
        return before == null || !before.equals(snapshot());
    }

    private static <T> @Nullable T newer(MergeMode trust, @Nullable T known, @Nullable T told) {
        if (told == null || (known != null && trust == MergeMode.GAPS)) {
            return known;
        }
        return told;
    }

    /** UQPAY spells one amount in several ways; the one with the most digits stays, so that no digit is lost and none flaps. */
    private static @Nullable BigDecimal longer(@Nullable BigDecimal known, @Nullable BigDecimal told) {
        if (known == null || told == null) {
            return told;
        }
        return known.compareTo(told) == 0 && known.scale() >= told.scale() ? known : told;
    }

    /** UQPAY masks the same number in two ways; the one that shows more digits stays. */
    private static @Nullable String clearer(@Nullable String known, @Nullable String told) {
        if (known == null || told == null) {
            return told == null ? known : told;
        }
        return digits(told) > digits(known) ? told : known;
    }

    private static long digits(String number) {
        return number.chars().filter(Character::isDigit).count();
    }

    CardStanding standing() {
        return new CardStanding(snapshot(), times.readWanted());
    }

    CardSnapshot snapshot() {
        return new CardSnapshot(
                cardId,
                cardOrderId,
                cardStatus,
                cardStatusRaw,
                version,
                cardNumber,
                cardBin,
                cardScheme,
                modeType,
                formFactor,
                cardCurrency,
                plain(cardLimit),
                plain(availableBalance),
                cardholderId,
                cardProductId,
                spendingControls,
                riskControls,
                metadata,
                usageType,
                failureCode,
                createdAt,
                updatedAt);
    }

    UUID cardId() {
        return cardId;
    }

    @Nullable String cardOrderId() {
        return cardOrderId;
    }

    @Nullable UUID cardholderId() {
        return cardholderId;
    }

    CardStatus status() {
        return cardStatus;
    }

    /** Whether it spends the common balance and has no money of its own. */
    boolean isShare() {
        return "SHARE".equals(modeType);
    }

    /** Whether it is known what it is spent in, and how far. */
    boolean isPriced() {
        return cardCurrency != null && cardLimit != null;
    }

    int version() {
        return version;
    }

    private static @Nullable String plain(@Nullable BigDecimal amount) {
        return amount == null ? null : amount.toPlainString();
    }
}
