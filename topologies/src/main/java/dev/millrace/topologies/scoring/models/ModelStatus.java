package dev.millrace.topologies.scoring.models;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which models serve, and which do not and why; for health, the console and people.
 *
 * @param caughtUp whether everything that had been registered at the start has been read
 * @param rolledOut the champion that the newest rollout names; null before the first rollout
 * @param champion the champion in service; an earlier one while {@code rolledOut} is refused
 * @param refused version to reason, of those that the newest rollout names
 * @param failing versions in service whose ranker fails and is not asked any more
 */
public record ModelStatus(
        String slot,
        boolean caughtUp,
        @Nullable String rolledOut,
        @Nullable String champion,
        List<String> challengers,
        List<String> shadows,
        Map<String, Refusal> refused,
        Set<String> failing) {

    /** Why a version does not serve. */
    public record Refusal(RefusalReason reason, String detail) {}

    public ModelStatus {
        challengers = List.copyOf(challengers);
        shadows = List.copyOf(shadows);
        refused = Map.copyOf(refused);
        failing = Set.copyOf(failing);
    }

    static ModelStatus starting(String slot) {
        return new ModelStatus(slot, false, null, null, List.of(), List.of(), Map.of(), Set.of());
    }

    /** Whether users get what was rolled out, as far as this instance can give it. */
    public boolean ready() {
        return caughtUp && (rolledOut == null || champion != null);
    }
}
