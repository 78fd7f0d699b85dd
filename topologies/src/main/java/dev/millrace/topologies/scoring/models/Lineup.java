package dev.millrace.topologies.scoring.models;

import dev.millrace.model.factors.ItemHash;
import dev.millrace.model.recommend.ServingModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The models that serve one slot at one time. Immutable; a hot swap replaces it whole.
 *
 * @param experiment salts the hash that shares the users out
 * @param champion null while no model is active
 * @param challengers their shares sum to at most 1
 */
public record Lineup(
        String slot,
        String experiment,
        @Nullable ServingModel champion,
        List<Challenger> challengers,
        List<ServingModel> shadows) {

    /** @param share of the users, 0 to 1 */
    public record Challenger(ServingModel model, double share) {}

    /**
     * What one user is served with.
     *
     * @param model null while no model is active
     */
    public record Assignment(Arm arm, @Nullable ServingModel model) {

        public @Nullable String version() {
            return model == null ? null : model.version();
        }
    }

    public Lineup {
        challengers = List.copyOf(challengers);
        shadows = List.copyOf(shadows);
    }

    /** Before the first rollout: lists come from co-visitation and trends. */
    public static Lineup withoutModel(String slot) {
        return new Lineup(slot, "", null, List.of(), List.of());
    }

    public static Lineup of(String slot, ServingModel champion) {
        return new Lineup(slot, "", champion, List.of(), List.of());
    }

    /** The same user gets the same arm for as long as experiment and shares stay. */
    public Assignment assign(String user) {
        if (!challengers.isEmpty()) {
            double at = (ItemHash.of(experiment + '\u0000' + user) & 0xffff_ffffL) * 0x1p-32;
            double upTo = 0;
            for (Challenger challenger : challengers) {
                upTo += challenger.share();
                if (at < upTo) {
                    return new Assignment(Arm.CHALLENGER, challenger.model());
                }
            }
        }
        return new Assignment(Arm.CHAMPION, champion);
    }

    /** Whether {@code version} is what {@link #assign} gives to the user. */
    public boolean serves(String user, @Nullable String version) {
        return Objects.equals(assign(user).version(), version);
    }

    /** Champion, challengers and shadows. */
    public List<ServingModel> models() {
        List<ServingModel> models = new ArrayList<>();
        if (champion != null) {
            models.add(champion);
        }
        challengers.forEach(challenger -> models.add(challenger.model()));
        models.addAll(shadows);
        return models;
    }
}
