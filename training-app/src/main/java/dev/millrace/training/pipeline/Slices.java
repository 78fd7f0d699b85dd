package dev.millrace.training.pipeline;

import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.replay.InteractionLog;
import dev.millrace.model.replay.UserTimelines;
import java.util.List;

/**
 * A log cut at timestamps into what factors are trained on, what settings are chosen by, and what the model is judged
 * by.
 *
 * @param trainUntil events before are trained on
 * @param chooseTargets sampled events between {@code trainUntil} and the validation part, ascending
 * @param judgeTargets sampled events of the validation part, ascending
 */
record Slices(int trainUntil, int[] chooseTargets, List<Case> chooseCases, int[] judgeTargets, List<Case> judgeCases) {

    static Slices of(InteractionLog log, PipelineSettings settings) {
        int trainUntil = log.cut(1 - settings.searchShare() - settings.validationShare());
        int judgeFrom = log.cut(1 - settings.validationShare());
        UserTimelines timelines = UserTimelines.of(log);
        EventWeights weights = settings.weights();
        int[] choose =
                Targets.sample(log, timelines, weights, trainUntil, judgeFrom, settings.targets(), settings.seed());
        int[] judge =
                Targets.sample(log, timelines, weights, judgeFrom, log.size(), settings.targets(), settings.seed() + 1);
        return new Slices(
                trainUntil,
                choose,
                Case.of(log, timelines, weights, choose),
                judge,
                Case.of(log, timelines, weights, judge));
    }
}
