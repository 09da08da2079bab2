// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.lane;

import dev.cardwire.local.simulator.store.Table;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/**
 * Alarms outlive the process: a demo stopped in the middle of an issue finds the card ACTIVE and its event sent soon
 * after it is started again. Changing the time scale moves alarms already set, so thirty days can be cut short.
 */
public final class Alarms {
    private final Lane lane;
    private final InstantSource clock;
    private final Table<Alarm> table;
    private final DoubleSupplier timeScale;
    private final Map<String, Consumer<String>> bells = new HashMap<>();
    private final Map<String, Runnable> cancels = new HashMap<>();

    public Alarms(Lane lane, InstantSource clock, Table<Alarm> table, DoubleSupplier timeScale) {
        this.lane = lane;
        this.clock = clock;
        this.table = table;
        this.timeScale = timeScale;
    }

    /** What to do when an alarm of this kind rings; it gets the subject. */
    public void on(String kind, Consumer<String> bell) {
        bells.put(kind, bell);
    }

    public void set(String kind, String subject, Duration wait) {
        set(new Alarm(kind, subject, clock.instant(), wait.toMillis(), false));
    }

    public void setScaled(String kind, String subject, Duration wait) {
        set(new Alarm(kind, subject, clock.instant(), wait.toMillis(), true));
    }

    private void set(Alarm alarm) {
        table.put(alarm);
        schedule(alarm);
    }

    public boolean isSet(String kind, String subject) {
        return table.find(Alarm.id(kind, subject)).isPresent();
    }

    public void clear(String kind, String subject) {
        String id = Alarm.id(kind, subject);
        table.remove(id);
        cancel(id);
    }

    /** Plans everything in the table anew: after a start, after a reset, after a change of the time scale. */
    public void replan() {
        List.copyOf(cancels.keySet()).forEach(this::cancel);
        table.all().forEach(this::schedule);
    }

    private void schedule(Alarm alarm) {
        cancel(alarm.id());
        Duration left = alarm.left(clock.instant(), timeScale.getAsDouble());
        cancels.put(alarm.id(), lane.after(left, () -> ring(alarm)));
    }

    private void ring(Alarm alarm) {
        cancels.remove(alarm.id());
        table.remove(alarm.id());
        bells.get(alarm.kind()).accept(alarm.subject());
    }

    private void cancel(String id) {
        Runnable cancel = cancels.remove(id);
        if (cancel != null) {
            cancel.run();
        }
    }
}
