// SPDX-License-Identifier: Apache-2.0

/** What a card is now; frozen. */
export interface CardState {
  readonly card_id: string;
  /** Known once a change was seen. */
  readonly card_order_id: string | null;
  /** Known once a change was seen. */
  readonly cardholder_id: string | null;
  /** Treat a status that you do not know as not usable. */
  readonly card_status: CardStatus;
  readonly version: number;
  /** ISO 8601, UTC. */
  readonly updated_at: string | null;
}

/** More may be added. */
export type CardStatus =
  | 'PENDING'
  | 'ACTIVE'
  | 'FROZEN'
  | 'BLOCKED'
  | 'PRE_CANCEL'
  | 'CANCELLED'
  | 'LOST'
  | 'STOLEN'
  | 'FAILED'
  | 'UNKNOWN'
  | (string & {});

/** The data of `card.status`. */
export interface CardStatusEvent {
  readonly card_id: string;
  readonly card_order_id: string | null;
  readonly card_status: CardStatus;
  readonly previous_status: CardStatus | null;
  readonly version: number;
  readonly cause: 'request' | 'webhook' | 'reconciliation' | 'operator' | (string & {});
  readonly event_id: string | null;
  readonly cardholder_id: string | null;
  readonly occurred_at: string;
}

/** How a state came about. */
export type CardChange =
  | { readonly card: CardState; readonly previous: CardState | null; readonly source: 'status'; readonly event: CardStatusEvent }
  | { readonly card: CardState; readonly previous: CardState | null; readonly source: 'snapshot'; readonly event: null }
  /** No longer in the snapshot that followed a gap. */
  | { readonly card: null; readonly previous: CardState; readonly source: 'snapshot'; readonly event: null };

export interface StreamStatus {
  /** `draining` still delivers. */
  readonly state: 'connecting' | 'catching_up' | 'live' | 'draining' | 'waiting' | 'closed';
  /** With `waiting` and `draining`. */
  readonly retryInMs?: number;
  /** Why it waits or closed, where something went wrong. */
  readonly error?: CardStreamError;
}

/** An RFC 9457 problem of the gateway. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly retryable: boolean;
  readonly instance?: string;
  readonly errors?: ReadonlyArray<{ readonly field: string; readonly message: string }>;
}

export type CardStreamErrorKind = 'ticket' | 'network' | 'timeout' | 'refused' | 'protocol';

/** Something went wrong; final only with `fatal`. */
export class CardStreamError extends Error {
  constructor(
    kind: CardStreamErrorKind,
    message: string,
    more?: { status?: number; problem?: Problem; fatal?: boolean; cause?: unknown },
  );
  readonly kind: CardStreamErrorKind;
  /** With `refused`. */
  readonly status: number | undefined;
  /** With `refused`, where the answer had one. */
  readonly problem: Problem | undefined;
  readonly fatal: boolean;
}

/** What `POST /v1/stream-tickets` answers; `ticket` alone is enough. */
export interface Ticket {
  ticket: string;
  ticket_id?: string;
  expires_at?: string;
  stream_url?: string;
  /** Equal for tickets that cover the same cards; tabs share a stream by it. */
  coverage?: string;
}

export interface RequestContext {
  /** Aborted when the answer is no longer needed. */
  readonly signal: AbortSignal;
}

/** An event as it arrived. */
export interface StreamEvent {
  readonly type: string;
  readonly data: string;
  readonly id: string;
}

interface StreamOptions {
  /** The stream. Default: the ticket's `stream_url`, else `/v1/stream`. */
  url?: string | undefined;
  /** Less than the ticket covers; at most 200 ids. */
  scope?: { cardIds?: readonly string[]; cardholderIds?: readonly string[] } | undefined;
  /** Resume from here, with `cards` as they were then. */
  lastEventId?: string | undefined;
  cards?: Iterable<Pick<CardState, 'card_id' | 'card_status' | 'version'> & Partial<CardState>> | undefined;
  /** How the resume id is sent. `auto`: the header to the page's own origin, the query to others. */
  resumeBy?: 'auto' | 'header' | 'query' | undefined;
  /**
   * `true` (the default): one stream for the tabs of this origin whose tickets have the same `coverage`. A name: for the tabs
   * with the same name, url and scope. `false`: a stream of its own.
   */
  share?: boolean | string | undefined;
  /** Once per changed card. */
  onChange?: ((change: CardChange) => void) | undefined;
  /** Once per batch of changes, after the `onChange` of each. */
  onState?: ((cards: ReadonlyMap<string, CardState>, changes: readonly CardChange[]) => void) | undefined;
  /** Each time `lastEventId` moved. */
  onPosition?: ((id: string) => void) | undefined;
  onStatus?: ((status: StreamStatus) => void) | undefined;
  onError?: ((error: CardStreamError) => void) | undefined;
  /** Each event as it arrived, for logs. */
  onEvent?: ((event: StreamEvent) => void) | undefined;
  /** Reconnect when nothing arrived for so long; default 45,000. */
  silenceMs?: number | undefined;
  /** For a ticket and for the first byte; default 20,000. */
  connectTimeoutMs?: number | undefined;
  /** Of the back-off; default 1,000. */
  baseDelayMs?: number | undefined;
  /** Of the back-off; default 30,000. */
  maxDelayMs?: number | undefined;
  fetch?: typeof globalThis.fetch | undefined;
  /** In [0, 1). */
  random?: (() => number) | undefined;
  /** For tests. */
  timers?: StreamTimers | undefined;
  /** For tests. */
  page?: StreamPage | undefined;
}

export interface StreamTimers {
  setTimeout(task: () => void, ms: number): unknown;
  clearTimeout(timer: any): void;
  now(): number;
}

export interface StreamPage {
  window?: EventTarget;
  document?: EventTarget & { readonly visibilityState: string };
  origin?: string;
  locks?: LockManager;
  Channel?: typeof BroadcastChannel;
}

/** Fetches a ticket. An error thrown with `fatal: true` ends the stream, any other is retried. */
export type TicketSource = (context: RequestContext) => Promise<string | Ticket>;

/** The value of the `Authorization` header. Never ship a key to a browser that is not yours. */
export type AuthorizationSource = string | ((context: RequestContext) => string | Promise<string>);

/** Exactly one of `ticket` and `authorization`. */
export type CardStreamOptions = StreamOptions &
  ({ ticket: TicketSource; authorization?: undefined } | { authorization: AuthorizationSource; ticket?: undefined });

export interface CardStream {
  /** One live view, not a copy. */
  readonly cards: ReadonlyMap<string, CardState>;
  /** Moves after the change with that id was announced. */
  readonly lastEventId: string;
  readonly status: StreamStatus;
  close(): void;
}

/** Opens a stream of card changes and keeps it open until `close()`. */
export function openCardStream(options: CardStreamOptions): CardStream;

/** A parser of `text/event-stream`, fed with bytes in chunks of any cut. */
export class EventStreamParser {
  constructor(handlers: {
    onEvent?: (event: StreamEvent) => void;
    onId?: (id: string) => void;
    onRetry?: (ms: number) => void;
    lastEventId?: string;
    maxBlockChars?: number;
  });
  feed(bytes: Uint8Array): void;
}
