package dev.cardwire.cluster;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Rings here at once, and on the other replicas through a stream in Redis. */
@ApplicationScoped
class RedisBell implements Bell {

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    @Override
    public void ring() {
        listeners.forEach(Runnable::run);
    }

    @Override
    public void onRing(Runnable listener) {
        listeners.add(listener);
    }
}
