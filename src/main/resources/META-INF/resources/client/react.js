// SPDX-License-Identifier: Apache-2.0
/**
 * The card stream as a React hook:
 *
 *     const { cards, status } = useCardwire({ ticket: fetchTicket });
 *
 * Functions may be new at each render: the latest ones are called, and the stream stays. Another stream is opened only when
 * `url`, `scope`, `share`, `authorization` (as a text), `person` or `enabled` changes, and then nothing of the old one is shown.
 */

import { useEffect, useRef, useState } from 'react';
import { openCardStream } from './cardwire-stream.js';

const NOTHING = Object.freeze({ cards: new Map(), status: Object.freeze({ state: 'connecting' }), error: null });

export function useCardwire(options) {
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });
  const { enabled = true, url, scope, share, person, authorization } = options;
  const key = JSON.stringify([enabled, url, scope, share, person, typeof authorization === 'string' ? authorization : null]);
  const [held, setHeld] = useState({ ...NOTHING, key });

  useEffect(() => {
    if (!enabled) return undefined;
    let stream = null;
    let over = false;
    const show = (part) => over || setHeld((before) => ({ ...(before.key === key ? before : NOTHING), key, ...part }));
    // StrictMode mounts, unmounts and mounts again in one go; waiting for its end, only the last mount opens a stream.
    queueMicrotask(() => {
      if (!over) stream = openCardStream(following(latest, show));
    });
    return () => {
      over = true;
      stream?.close();
      stream = null;
    };
  }, [key, enabled]);

  return held.key === key ? held : { ...NOTHING, key };
}

/** The options of the first render, with each function looked up when it is called. */
function following(latest, show) {
  const call = (name) => (...args) => latest.current[name]?.(...args);
  const { ticket, authorization } = latest.current;
  return {
    ...latest.current,
    ...(ticket && { ticket: call('ticket') }),
    ...(typeof authorization === 'function' && { authorization: call('authorization') }),
    onChange: call('onChange'),
    onEvent: call('onEvent'),
    onPosition: call('onPosition'),
    onState: (view, changes) => {
      show({ cards: new Map(view) }); // a new map, so that React sees a change
      latest.current.onState?.(view, changes);
    },
    onStatus: (status) => {
      show({ status, ...(status.state === 'live' && { error: null }) });
      latest.current.onStatus?.(status);
    },
    onError: (error) => {
      show({ error });
      latest.current.onError?.(error);
    },
  };
}
