// SPDX-License-Identifier: Apache-2.0
package load;

import java.net.InetSocketAddress;
import java.net.URI;

/** Where to ask, and how. */
record Target(InetSocketAddress address, String path) {

    /** The local build's well-known key and secret, unless a production build is measured, which refuses them. */
    static final String KEY = System.getenv().getOrDefault("LOAD_KEY", "cardwire-dev-key");

    static final String SECRET = System.getenv().getOrDefault("LOAD_SECRET", "sim-webhook-secret");

    static Target of(String url) {
        URI uri = URI.create(url);
        return new Target(new InetSocketAddress(uri.getHost(), uri.getPort()), uri.getRawPath());
    }

    /** A request for a stream; an empty id starts afresh. */
    String stream(String query, String lastEventId) {
        return "GET " + (path.isEmpty() ? "/v1/stream" : path) + query + " HTTP/1.1\r\nHost: localhost\r\n"
                + "Accept: text/event-stream\r\nAuthorization: Bearer " + KEY + "\r\n"
                + (lastEventId.isEmpty() ? "" : "Last-Event-ID: " + lastEventId + "\r\n") + "\r\n";
    }
}
