package dev.millrace.topologies.scoring;

import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.recommend.RecommenderSettings;
import dev.millrace.topologies.pacing.CommitPace;
import dev.millrace.topologies.scoring.background.BackgroundSettings;
import dev.millrace.topologies.scoring.background.Refresh;
import dev.millrace.topologies.scoring.background.Sessions;
import dev.millrace.topologies.scoring.models.ModelUse;
import java.time.Duration;

/**
 * What a deployment may tune in the scoring topology.
 *
 * @param slot the rollout that this app serves
 * @param burst longest time of scoring without taking events in, per task
 * @param intakeShare share of a thread's time kept for taking events in while more users wait than can be scored
 * @param coalesce a user scored this recently waits for the rest of the burst of events, and is scored once for it
 * @param decodedUsers users per task kept decoded in memory, about 10 KiB each
 * @param housekeeping how often a task looks for a new model and goes on with the sweep
 * @param sweepUsersPerSecond users per task and second scored anew in the background after a change of model
 * @param logRows rows of each list that go to the feature log; 0: no log
 * @param logShare share of the lists that are logged
 * @param lists how lists are made
 * @param weights event types, until a model brings its own
 * @param definitions the features
 * @param pace of the candidates
 * @param newItemInterval an item that the model has not seen gets a new vector at most so often; zero: with each event
 * @param sessions which users are anonymous sessions
 * @param refresh when the lists of silent users are made anew
 */
public record ScoringSettings(
        String slot,
        Duration burst,
        double intakeShare,
        Duration coalesce,
        int decodedUsers,
        Duration housekeeping,
        int sweepUsersPerSecond,
        int logRows,
        double logShare,
        RecommenderSettings lists,
        EventWeights weights,
        FeatureDefinitions definitions,
        CommitPace pace,
        Duration newItemInterval,
        Sessions sessions,
        Refresh refresh)
        implements ModelUse, BackgroundSettings {

    public ScoringSettings {
        require(!slot.isBlank(), "scoring.slot must name a slot");
        require(burst.toNanos() > 0, "scoring.burst must be positive, was " + burst);
        require(
                intakeShare >= 0.05 && intakeShare <= 0.95,
                "scoring.intake-share must be from 0.05 to 0.95, was " + intakeShare);
        require(!coalesce.isNegative(), "scoring.coalesce must not be negative, was " + coalesce);
        require(decodedUsers >= 0, "scoring.decoded-users must not be negative, was " + decodedUsers);
        require(housekeeping.toMillis() > 0, "scoring.housekeeping must be at least 1 ms, was " + housekeeping);
        require(sweepUsersPerSecond > 0, "scoring.sweep.users-per-second must be positive, was " + sweepUsersPerSecond);
        require(logRows >= 0, "scoring.feature-log.rows must not be negative, was " + logRows);
        require(
                !newItemInterval.isNegative(),
                "scoring.new-items.interval must not be negative, was " + newItemInterval);
        require(logShare >= 0 && logShare <= 1, "scoring.feature-log.share must be from 0 to 1, was " + logShare);
    }

    /** The defaults of scoring-app.properties. */
    public static ScoringSettings defaults() {
        return new ScoringSettings(
                "default",
                Duration.ofMillis(25),
                0.5,
                Duration.ofMillis(10),
                500,
                Duration.ofSeconds(1),
                500,
                20,
                0.1,
                RecommenderSettings.defaults(),
                EventWeights.defaults(),
                FeatureDefinitions.standard(),
                CommitPace.DEFAULT,
                Duration.ofSeconds(1),
                Sessions.NONE,
                new Refresh(Duration.ofDays(1), Duration.ofDays(90), 50));
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
