package dev.millrace.benchmarks.rig;

import dev.millrace.schemas.Topics;
import dev.millrace.scoring.ScoringApp;
import java.util.Map;

/** scoring-app as processes. */
public final class ScoringProcess {

    private ScoringProcess() {}

    /** @param core the only one that it may run on; negative: any */
    public static AppProcess start(Rig rig, String instance, int heapMiB, int core, Map<String, String> settings) {
        return AppProcess.start(
                rig, new AppProcess.Spec(instance, ScoringApp.definition(), ScoringApp.class, heapMiB, core, settings));
    }

    /** Lists made so far. */
    public static double lists(AppProcess scoring) {
        return scoring.metric("millrace_scoring_scorings_total", "");
    }

    /** Its consumer group, and first part of the names of its internal topics. */
    public static String group(Topics topics) {
        return topics.prefix() + "." + ScoringApp.definition().name();
    }
}
