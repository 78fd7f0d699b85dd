package dev.millrace.model.recommend;

import dev.millrace.model.features.ItemEntry;
import dev.millrace.model.features.UserContext;
import dev.millrace.model.foldin.Contribution;
import dev.millrace.model.foldin.Explanation;
import dev.millrace.model.foldin.WeightedItems;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says which history items speak for a candidate: by the model where it can, else by co-visitation. */
final class Reasons {

    private final UserContext user;
    private final @Nullable ServingModel model;
    private final @Nullable Explanation explanation;

    Reasons(UserContext user, @Nullable ServingModel model, @Nullable WeightedItems taste) {
        this.user = user;
        this.model = model;
        this.explanation = model == null || taste == null || taste.size() == 0
                ? null
                : model.foldIn().explain(taste);
    }

    List<ScoredItem.Reason> of(CandidateSet.Candidate candidate) {
        List<ScoredItem.Reason> reasons = new ArrayList<>(RecommenderSettings.REASONS);
        if (candidate.source != Source.CO_VISITED && candidate.row >= 0 && explanation != null && model != null) {
            for (Contribution contribution : explanation.of(candidate.row)) {
                if (reasons.size() == RecommenderSettings.REASONS || contribution.amount() <= 0) {
                    break;
                }
                reasons.add(new ScoredItem.Reason(model.items().id(contribution.item()), contribution.amount()));
            }
        }
        return reasons.isEmpty() ? coVisited(candidate.entry) : reasons;
    }

    private List<ScoredItem.Reason> coVisited(ItemEntry entry) {
        List<ScoredItem.Reason> reasons = new ArrayList<>();
        for (ItemEntry last : user.lastItems()) {
            float share = last.neighbourShare(entry.id());
            if (share > 0) {
                reasons.add(new ScoredItem.Reason(last.id(), share));
            }
        }
        reasons.sort(Comparator.comparingDouble(reason -> -reason.contribution()));
        return reasons.size() > RecommenderSettings.REASONS ? reasons.subList(0, RecommenderSettings.REASONS) : reasons;
    }
}
