package dev.millrace.training.evaluation;

import dev.millrace.model.evaluation.Contender;
import dev.millrace.model.evaluation.TouchedItems;
import dev.millrace.model.recommend.Presenter;
import dev.millrace.model.recommend.RecommenderSettings;
import dev.millrace.model.rules.MadeList;
import dev.millrace.model.rules.Rules;

/** The lists that users of the pipeline are shown under some rules. */
final class PipelineLists implements Contender {

    private final PipelineState pipeline;
    private final Presenter presenter;

    /** @param settings those that the pipeline scores with */
    PipelineLists(PipelineState pipeline, Rules rules, RecommenderSettings settings) {
        this.pipeline = pipeline;
        this.presenter = new Presenter(rules, pipeline.shelf(), settings.listLength(), settings.listLength());
    }

    @Override
    public void learn(int event) {
        pipeline.learn(event);
    }

    @Override
    public int[] list(int user, long nowMs, int k, TouchedItems touched) {
        PipelineState.Scored scored = pipeline.scored(user, nowMs);
        MadeList made = presenter.present(scored.list(), scored.user(), nowMs, pipeline.seed(user));
        return made.items().stream()
                .mapToInt(item -> pipeline.number(item.itemId()))
                .filter(item -> !touched.contains(item))
                .limit(k)
                .toArray();
    }
}
