// SPDX-License-Identifier: Apache-2.0
package load;

import dev.cardwire.local.embedded.EmbeddedServers;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/** PostgreSQL and Redis for several replicas: prints what they are configured with, and stops them when it is stopped. */
public final class Servers {

    private Servers() {}

    public static void main(String[] args) throws Exception {
        EmbeddedServers servers = EmbeddedServers.start(Path.of(args[0]));
        Runtime.getRuntime().addShutdownHook(new Thread(servers::close));
        for (String name : new String[] {"database.url", "database.username", "database.password", "redis.url"}) {
            String property = "cardwire." + name;
            System.out.println("export " + property.toUpperCase(Locale.ROOT).replace('.', '_') + "="
                    + System.getProperty(property));
        }
        System.out.println("# ready");
        new CountDownLatch(1).await();
    }
}
