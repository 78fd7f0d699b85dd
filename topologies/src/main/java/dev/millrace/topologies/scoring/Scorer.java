package dev.millrace.topologies.scoring;

import dev.millrace.avro.Candidate;
import dev.millrace.avro.Candidates;
import dev.millrace.avro.Reason;
import dev.millrace.avro.ScoredExample;
import dev.millrace.model.features.ItemView;
import dev.millrace.model.preferences.UserPreference;
import dev.millrace.model.recommend.Recommender;
import dev.millrace.model.recommend.ScoredItem;
import dev.millrace.model.recommend.ScoredList;
import dev.millrace.model.recommend.ServingModel;
import dev.millrace.topologies.scoring.models.Arm;
import dev.millrace.topologies.scoring.models.Lineup;
import java.time.Clock;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns a user's state into what is published. One per task: recommenders reuse their buffers. */
final class Scorer {

    private static final Logger LOG = LoggerFactory.getLogger(Scorer.class);

    /**
     * One scoring.
     *
     * @param state the user with the vector that the list was made with
     */
    record Result(UserPreference state, Outcome.Scored scored) {}

    private final ScoringSettings settings;
    private final FeatureLog log;
    private final ItemView items;
    private final ScoringMetrics metrics;
    private final Clock clock;
    private final Recommender withoutModel;
    private final Map<ServingModel, Recommender> byModel = new IdentityHashMap<>();
    private @Nullable Lineup known;

    Scorer(ScoringSettings settings, ItemView items, ScoringMetrics metrics, Clock clock) {
        this.settings = settings;
        this.items = items;
        this.metrics = metrics;
        this.clock = clock;
        this.log = new FeatureLog(
                settings.logRows(), settings.logShare(), settings.definitions().fingerprint());
        this.withoutModel = recommender();
    }

    /**
     * @param nowMs moment of use, event time
     * @param newEvent whether an event asked for it; otherwise the list starts no latency clock
     * @return null when even a list without a model could not be made; counted and logged
     */
    @Nullable
    Result score(String user, UserPreference state, Lineup lineup, long nowMs, boolean newEvent) {
        forgetOthers(lineup);
        Lineup.Assignment assignment = lineup.assign(user);
        ServingModel model = assignment.model();
        int logged = log.rowsOf(user, state.asOfOffset());
        ScoredList list = list(state, model, nowMs, logged);
        if (list == null && model != null) {
            model = null;
            list = list(state, null, nowMs, logged);
        }
        if (list == null) {
            return null;
        }
        String version = model == null ? null : model.version();
        UserPreference folded =
                version == null || list.vector() == null ? state : state.withVector(list.vector(), version);
        List<ScoredExample> examples = logged > 0 ? examples(state, lineup, list, version, nowMs, logged) : List.of();
        return new Result(
                folded,
                new Outcome.Scored(candidates(list, state, lineup, assignment.arm(), version, newEvent), examples));
    }

    private @Nullable ScoredList list(UserPreference state, @Nullable ServingModel model, long nowMs, int logged) {
        Recommender recommender =
                model == null ? withoutModel : byModel.computeIfAbsent(model, unseen -> recommender());
        try {
            return recommender.recommend(state, model, items, nowMs, logged);
        } catch (RuntimeException e) {
            // A bug or a model that passed its checks and fails on this user: this one list is the worse for it, the
            // event itself is fine and must count.
            metrics.failed();
            LOG.warn("Scoring failed with model {}", model == null ? "none" : model.version(), e);
            return null;
        }
    }

    private Recommender recommender() {
        return new Recommender(settings.definitions(), settings.lists(), settings.weights());
    }

    private List<ScoredExample> examples(
            UserPreference state, Lineup lineup, ScoredList shown, @Nullable String version, long nowMs, int logged) {
        List<ScoredExample> examples = new ArrayList<>(1 + lineup.shadows().size());
        examples.add(log.example(shown, version, state.asOfOffset()));
        for (ServingModel shadow : lineup.shadows()) {
            ScoredList list = list(state, shadow, nowMs, logged);
            if (list != null) {
                examples.add(log.example(list, shadow.version(), state.asOfOffset()));
            }
        }
        return examples;
    }

    private Candidates candidates(
            ScoredList list, UserPreference state, Lineup lineup, Arm arm, @Nullable String version, boolean newEvent) {
        List<Candidate> candidates = new ArrayList<>(list.items().size());
        for (ScoredItem item : list.items()) {
            candidates.add(
                    new Candidate(item.itemId(), item.score(), item.source().label(), reasons(item)));
        }
        return new Candidates(
                version,
                lineup.slot(),
                arm.label(),
                state.asOfOffset(),
                newEvent ? state.eventAppendedMs() : 0,
                clock.millis(),
                state.history().size(),
                candidates,
                candidates.size() < settings.lists().listLength() ? state.leftOut() : List.of());
    }

    private static List<Reason> reasons(ScoredItem item) {
        List<Reason> reasons = new ArrayList<>(item.reasons().size());
        for (ScoredItem.Reason reason : item.reasons()) {
            reasons.add(new Reason(reason.itemId(), reason.contribution()));
        }
        return reasons;
    }

    /** A recommender holds on to its model's ranker. */
    private void forgetOthers(Lineup lineup) {
        if (lineup != known) {
            known = lineup;
            byModel.keySet().retainAll(lineup.models());
        }
    }
}
