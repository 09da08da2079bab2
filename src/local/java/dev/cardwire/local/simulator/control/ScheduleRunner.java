// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.local.simulator.behaviour.Behaviour;
import dev.cardwire.local.simulator.lane.Lane;
import dev.cardwire.local.simulator.wire.Call;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Carries a schedule out. Everything happens on the lane, so a step is done before the call that it is due at. */
public final class ScheduleRunner {
    private static final System.Logger LOG = System.getLogger(ScheduleRunner.class.getName());

    /** A step that waits for its call, and how many have matched so far. */
    private record Waiting(FaultSchedule.Step step, AtomicInteger seen) {}

    private final FaultSchedule schedule;
    private final Behaviour behaviour;
    private final Controls controls;
    private final List<Waiting> waiting;

    public ScheduleRunner(FaultSchedule schedule, Behaviour behaviour, Controls controls) {
        this.schedule = schedule;
        this.behaviour = behaviour;
        this.controls = controls;
        this.waiting = schedule.steps().stream()
                .filter(step -> step.at().isEmpty())
                .map(step -> new Waiting(step, new AtomicInteger()))
                .toList();
        schedule.steps().forEach(this::check);
    }

    private void check(FaultSchedule.Step step) {
        List<String> faults =
                step.action().path("knobs") instanceof ObjectNode knobs ? behaviour.faults(knobs) : List.of();
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("the scenario is wrong: " + String.join("; ", faults));
        }
        String name = step.action().path("scenario").asText("");
        if (!name.isEmpty() && !controls.knows(name)) {
            throw new IllegalArgumentException("the scenario is wrong: there is no scenario named " + name);
        }
    }

    /** The clock of the schedule starts now. */
    public void begin(Lane lane) {
        schedule.seed().ifPresent(behaviour::seed);
        schedule.steps().forEach(step -> step.at().ifPresent(at -> {
            if (at.isZero()) {
                act(step);
            } else {
                lane.after(at, () -> act(step));
            }
        }));
    }

    /** A call has come and is not handled yet. */
    public void before(Call call) {
        String path = call.path().substring(Math.max(0, call.path().indexOf("/v1/")));
        for (Waiting one : waiting) {
            if (one.step().calls().matcher(call.method() + " " + path).matches()
                    && one.seen().incrementAndGet() == one.step().atCall()) {
                act(one.step());
            }
        }
    }

    /** A step that cannot be taken, an event about nothing for instance, must not fail the call that it came before. */
    private void act(FaultSchedule.Step step) {
        try {
            controls.act(step.action());
        } catch (RuntimeException refused) {
            LOG.log(Level.WARNING, "a step of the scenario was refused: " + refused.getMessage());
        }
    }
}
