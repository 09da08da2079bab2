package dev.cardwire.card;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
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
    private long signalsSeen;

    @Nullable private BigDecimal statusAsOf;

    @Nullable private BigDecimal readAsOf;

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

    /** A card that becomes known now; it has no status until {@link #take} gives it one. */
    Card(UUID cardId, Instant now) {
        this.cardId = cardId;
        this.createdAt = now;
        this.updatedAt = now;
    }

    CardState state() {
        return new CardState(cardStatus, time(statusAsOf), time(readAsOf), signalsSeen);
    }

    /**
     * Takes in what a signal does and what its source knows.
     *
     * @return whether a field that callers see changed; then the card has a new version
     */
    boolean take(Transition transition, CardFacts facts, Instant now) {
        boolean changed = transition instanceof Transition.Moved moved && moveTo(moved.to(), facts.statusRaw());
        changed |= absorb(facts);
        if (changed) {
            version++;
            updatedAt = now;
        }
        return changed;
    }

    /** Remembers that a signal with a status came, and when UQPAY says it was; both guard later reads and events. */
    void sawSignal(@Nullable EventTime at) {
        signalsSeen++;
        statusAsOf = seconds(EventTime.later(time(statusAsOf), at));
    }

    /** Remembers a read that counts. */
    void sawRead(EventTime at) {
        readAsOf = seconds(EventTime.later(time(readAsOf), at));
        statusAsOf = seconds(EventTime.later(time(statusAsOf), at));
    }

    private boolean moveTo(CardStatus to, @Nullable String raw) {
        String word = to == CardStatus.UNKNOWN ? raw : null;
        boolean moved = cardStatus != to || !Objects.equals(cardStatusRaw, word);
        cardStatus = to;
        cardStatusRaw = word;
        return moved;
    }

    private boolean absorb(CardFacts facts) {
        CardSnapshot before = version == 0 ? null : snapshot();
        cardOrderId = cardOrderId == null ? facts.cardOrderId() : cardOrderId;
        cardNumber = clearer(cardNumber, facts.cardNumber());
        cardBin = newer(cardBin, facts.cardBin());
        cardScheme = newer(cardScheme, facts.cardScheme());
        modeType = newer(modeType, facts.modeType());
        formFactor = newer(formFactor, facts.formFactor());
        cardCurrency = newer(cardCurrency, facts.cardCurrency());
        cardLimit = newer(cardLimit, facts.cardLimit());
        availableBalance = newer(availableBalance, facts.availableBalance());
        cardholderId = newer(cardholderId, facts.cardholderId());
        cardProductId = newer(cardProductId, facts.cardProductId());
        spendingControls = CardJson.sameControls(spendingControls, facts.spendingControls())
                ? spendingControls
                : newer(spendingControls, facts.spendingControls());
        riskControls = newer(riskControls, facts.riskControls());
        metadata = newer(metadata, facts.metadata());
        usageType = newer(usageType, facts.usageType());
        failureCode = newer(failureCode, facts.failureCode());
        return before == null || !before.equals(snapshot());
    }

    private static <T> @Nullable T newer(@Nullable T known, @Nullable T told) {
        if (told == null) {
            return known;
        }
        boolean sameAmount =
                known instanceof BigDecimal before && told instanceof BigDecimal after && before.compareTo(after) == 0;
        return sameAmount ? known : told;
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

    int version() {
        return version;
    }

    private static @Nullable String plain(@Nullable BigDecimal amount) {
        return amount == null ? null : amount.toPlainString();
    }

    private static @Nullable EventTime time(@Nullable BigDecimal seconds) {
        return seconds == null ? null : new EventTime(seconds);
    }

    private static @Nullable BigDecimal seconds(@Nullable EventTime time) {
        return time == null ? null : time.epochSeconds();
    }
}
