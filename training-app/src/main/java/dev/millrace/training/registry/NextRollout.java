package dev.millrace.training.registry;

import dev.millrace.avro.Challenger;
import dev.millrace.avro.Rollout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The record that follows another one of the same slot. A rollout holds the whole state of its slot, so whoever changes
 * one role has to carry the others over; a version that gets a role leaves the one it had.
 */
public final class NextRollout {

    private NextRollout() {}

    /**
     * Another champion beside the challengers, shadows and experiment that run.
     *
     * @param current null before the first record of the slot
     */
    public static Rollout.Builder withChampion(@Nullable Rollout current, String slot, String champion) {
        Rollout.Builder next = of(current, slot).setChampion(champion);
        next.setChallengers(next.getChallengers().stream()
                .filter(challenger -> !challenger.getVersion().equals(champion))
                .toList());
        return next.setShadows(without(next.getShadows(), champion));
    }

    /** Puts other challengers in the place of those that run; one that was a shadow is no shadow any more. */
    public static void challenge(Rollout.Builder next, List<Challenger> challengers) {
        next.setChallengers(challengers);
        for (Challenger challenger : challengers) {
            next.setShadows(without(next.getShadows(), challenger.getVersion()));
        }
    }

    private static Rollout.Builder of(@Nullable Rollout current, String slot) {
        Rollout.Builder next =
                Rollout.newBuilder().setSlot(slot).setChallengers(List.of()).setShadows(List.of());
        return current == null
                ? next.setExperiment("")
                : next.setChampion(current.getChampion())
                        .setChallengers(List.copyOf(current.getChallengers()))
                        .setShadows(List.copyOf(current.getShadows()))
                        .setExperiment(current.getExperiment());
    }

    private static List<String> without(List<String> versions, String version) {
        return versions.stream().filter(other -> !other.equals(version)).toList();
    }
}
