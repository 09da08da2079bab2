// SPDX-License-Identifier: Apache-2.0
package load;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * All hostile inputs at once, beside a well-behaved caller and front-ends that must notice nothing. Exits with 1 when the
 * caller was refused, a stream broke off or missed a change, or liveness was not answered in a probe's time.
 */
public final class Hostile {

    private static final int CALLERS_PAUSE_MILLIS = 500;

    private Hostile() {}

    public static void main(String[] args) throws Exception {
        Options options = new Options(args);
        Target target = Target.of(options.text("url", "http://localhost:18081"));
        InetSocketAddress gateway = target.address();
        int streams = options.number("streams", 100);
        long end = System.nanoTime() + options.number("seconds", 60) * 1_000_000_000L;

        Loop loop = Loop.start("front-ends");
        List<FrontEnd> frontEnds = new ArrayList<>();
        for (int stream = 0; stream < streams; stream++) {
            FrontEnd one = new FrontEnd();
            frontEnds.add(one);
            loop.execute(() -> Link.open(loop, target, "", "", one));
        }
        while (!frontEnds.stream().allMatch(FrontEnd::isLive)) {
            Thread.sleep(50);
        }

        GoodCaller caller = new GoodCaller(gateway, CALLERS_PAUSE_MILLIS);
        Probe probe = new Probe(gateway);
        List<Attack> attacks = Attacks.all(gateway, options.text("wild-key", ""), options.number("pause", 20));
        List<Thread> threads = new ArrayList<>();
        threads.add(until(end, "caller", caller::call));
        threads.add(until(end, "probe", probe::ask));
        attacks.forEach(attack -> threads.add(until(end, attack.name(), attack::once)));
        for (Thread thread : threads) {
            thread.join();
        }
        Attacks.letGo();
        boolean settled = caller.settle(frontEnds);

        attacks.forEach(attack -> System.out.println("    " + attack));
        System.out.println("liveness: " + probe);
        System.out.println("caller: " + caller);
        long broken = frontEnds.stream().filter(FrontEnd::isBroken).count();
        System.out.printf(
                "streams: %d, broken off %d, missed changes: %s%n", streams, broken, settled ? "none" : "some");
        System.exit(settled && broken == 0 && caller.isContent() && probe.isContent() ? 0 : 1);
    }

    private static Thread until(long end, String name, Runnable step) {
        Thread thread = new Thread(
                () -> {
                    while (System.nanoTime() < end) {
                        step.run();
                    }
                },
                name);
        thread.start();
        return thread;
    }
}
