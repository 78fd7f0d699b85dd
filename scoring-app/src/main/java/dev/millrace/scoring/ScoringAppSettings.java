package dev.millrace.scoring;

import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.recommend.RecommenderSettings;
import dev.millrace.shell.Settings;
import dev.millrace.topologies.pacing.CommitPace;
import dev.millrace.topologies.scoring.ScoringSettings;
import dev.millrace.topologies.scoring.background.Refresh;
import dev.millrace.topologies.scoring.background.Sessions;
import dev.millrace.topologies.scoring.models.ModelFeedSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads scoring-app.properties. */
final class ScoringAppSettings {

    private static final String ONLY_SLOT = "default";

    private ScoringAppSettings() {}

    static ScoringSettings scoring(Settings settings) {
        return new ScoringSettings(
                slot(settings),
                settings.duration("scoring.burst"),
                settings.decimal("scoring.intake-share", 0.05, 0.95),
                settings.duration("scoring.coalesce"),
                settings.integer("scoring.decoded-users", 0, 1 << 20),
                settings.duration("scoring.housekeeping"),
                settings.integer("scoring.sweep.users-per-second", 1, 1 << 20),
                settings.integer("scoring.feature-log.rows", 0, 1000),
                settings.decimal("scoring.feature-log.share", 0, 1),
                lists(settings),
                EventWeights.defaults().with(eventWeights(settings)),
                settings.optional("feature.definitions")
                        .map(file -> FeatureDefinitions.load(Path.of(file)))
                        .orElseGet(FeatureDefinitions::standard),
                new CommitPace(settings.duration("commit.soon"), settings.duration("commit.fresh")),
                settings.duration("scoring.new-items.interval"),
                new Sessions(
                        settings.optional("scoring.sessions.prefix").orElse(""),
                        settings.duration("scoring.sessions.idle")),
                new Refresh(
                        settings.duration("scoring.refresh.every"),
                        settings.duration("scoring.refresh.silence"),
                        settings.integer("scoring.refresh.users-per-second", 1, 1 << 20)));
    }

    private static String slot(Settings settings) {
        String slot = settings.text("scoring.slot");
        if (!slot.equals(ONLY_SLOT)) {
            throw new IllegalArgumentException("scoring.slot is '" + slot
                    + "', and lists of two slots would overwrite each other on the same topics; leave it at '"
                    + ONLY_SLOT + "', and give another pipeline another topics.prefix");
        }
        return slot;
    }

    static ModelFeedSettings models(Settings settings) {
        return new ModelFeedSettings(
                settings.parsed("scoring.models.max-bytes", Long::valueOf, "a number of bytes"),
                settings.decimal("scoring.models.heap-share", 0.01, 1),
                settings.integer("scoring.models.warm-up-lists", 0, 1 << 20));
    }

    private static RecommenderSettings lists(Settings settings) {
        return new RecommenderSettings(
                settings.integer("scoring.list-length", 1, 1000),
                settings.integer("scoring.candidates.personal", 0, 10_000),
                settings.integer("scoring.candidates.co-visited", 0, 1000),
                settings.integer("scoring.candidates.trending", 0, 500),
                settings.integer("scoring.candidates.newest", 0, 500),
                settings.integer("scoring.explained", 0, 1000),
                settings.decimal("scoring.co-visited-blend", 0, 1000));
    }

    private static Map<String, String> eventWeights(Settings settings) {
        return settings.family(EventWeights.PREFIX).entrySet().stream()
                .collect(Collectors.toMap(weight -> EventWeights.PREFIX + weight.getKey(), Map.Entry::getValue));
    }
}
