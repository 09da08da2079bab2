// SPDX-License-Identifier: Apache-2.0
import type { CardState, CardStreamError, CardStreamOptions, StreamStatus } from './cardwire-stream.js';

export type CardwireOptions = CardStreamOptions & {
  /** Nothing is opened while it is false; default true. */
  enabled?: boolean | undefined;
  /** Who is signed in: another stream is opened when it changes. */
  person?: string | undefined;
};

export interface Cardwire {
  /** Another map after each batch of changes. */
  readonly cards: ReadonlyMap<string, CardState>;
  readonly status: StreamStatus;
  /** The last one since the stream was live. */
  readonly error: CardStreamError | null;
}

/** Watches cards while the component is mounted. Functions may be new at each render. */
export function useCardwire(options: CardwireOptions): Cardwire;
