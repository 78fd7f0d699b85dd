package dev.millrace.model.recommend;

import dev.millrace.model.features.ItemEntry;
import dev.millrace.model.features.UserContext;
import dev.millrace.model.foldin.Contribution;
import dev.millrace.model.foldin.Explanation;
import dev.millrace.model.foldin.WeightedItems;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Says which history items speak for a candidate: by the model where it can, else by co-visitation. */
final class Reasons {

    private final UserContext user;
    private final @Nullable ServingModel model;
    private final @Nullable WeightedItems taste;
    private final @Nullable Explanation explanation;

    Reasons(UserContext user, @Nullable ServingModel model, @Nullable WeightedItems taste) {
        this.user = user;
        this.model = model;
        this.taste = taste;
        this.explanation = model == null || taste == null || taste.size() == 0
                ? null
                : model.foldIn().explain(taste);
    }

    List<ScoredItem.Reason> of(CandidateSet.Candidate candidate) {
        List<ScoredItem.Reason> reasons = new ArrayList<>(RecommenderSettings.REASONS);
        if (candidate.source != Source.CO_VISITED) {
            for (Contribution contribution : contributions(candidate)) {
                if (contribution.amount() > 0) {
                    reasons.add(new ScoredItem.Reason(itemId(contribution), contribution.amount()));
                }
            }
        }
        return reasons.isEmpty() ? coVisited(candidate.entry) : reasons;
    }

    private List<Contribution> contributions(CandidateSet.Candidate candidate) {
        if (explanation == null) {
            return List.of();
        }
        if (candidate.row >= 0) {
            return explanation.of(candidate.row, RecommenderSettings.REASONS);
        }
        return candidate.vector == null ? List.of() : explanation.of(candidate.vector, RecommenderSettings.REASONS);
    }

    private String itemId(Contribution contribution) {
        return Objects.requireNonNull(taste)
                .itemId(contribution.item(), Objects.requireNonNull(model).items());
    }

    private List<ScoredItem.Reason> coVisited(ItemEntry entry) {
        List<ScoredItem.Reason> reasons = new ArrayList<>();
        List<ItemEntry> last = user.lastItems();
        for (int i = 0; i < last.size(); i++) {
            float share = user.coVisitedWith(i, entry);
            if (share > 0) {
                reasons.add(new ScoredItem.Reason(last.get(i).id(), share));
            }
        }
        reasons.sort(Comparator.comparingDouble(reason -> -reason.contribution()));
        return reasons.size() > RecommenderSettings.REASONS ? reasons.subList(0, RecommenderSettings.REASONS) : reasons;
    }
}
