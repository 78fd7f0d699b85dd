package dev.millrace.topologies.retrain;

import dev.millrace.avro.QualityReport;
import dev.millrace.avro.RetrainRequest;
import dev.millrace.topologies.processing.KeptState;
import dev.millrace.topologies.processing.PunctuatedProcessor;
import dev.millrace.topologies.processing.UnreadableState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Sums outcomes per model version, reports them at an interval and lets {@link RetrainPolicy} decide on a request. */
final class EvidenceKeeper extends PunctuatedProcessor<String, Outcome, String, SpecificRecord> {

    /** Versions whose quality is kept; older ones have long been reported. */
    private static final int KEPT_VERSIONS = 20;

    private final RetrainSettings settings;
    private final ServingModels models;
    private final RetrainPolicy policy;
    private final RetrainMetrics metrics;
    private final Set<String> unreported = new HashSet<>();
    private final UnreadableState unreadable;
    private @Nullable KeptState<String, QualityState> quality;
    private @Nullable KeptState<String, RetrainState> states;

    EvidenceKeeper(RetrainSettings settings, ServingModels models, RetrainMetrics metrics, UnreadableState unreadable) {
        this.unreadable = unreadable;
        this.metrics = metrics;
        this.settings = settings;
        this.models = models;
        this.policy = new RetrainPolicy(settings.policy());
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        super.init(context);
        quality = KeptState.of(context, RetrainTopology.MODEL_QUALITY, StateSerdes.QUALITY, unreadable);
        states = KeptState.of(context, RetrainTopology.RETRAIN_STATE, StateSerdes.RETRAIN, unreadable);
        every(settings.reportInterval(), this::reportAndDecide);
    }

    @Override
    public void process(Record<String, Outcome> record) {
        Outcome outcome = record.value();
        quality().put(outcome.version(), stateOf(outcome.version()).plus(outcome, settings.recentEvents()));
        unreported.add(outcome.version());
        metrics.judged(outcome.counts().events());
    }

    private void reportAndDecide(long nowMs) {
        for (String version : unreported) {
            QualityState state = stateOf(version);
            if (state.total().events() > 0 || state.total().impressions() > 0) {
                context().forward(new Record<>(version, report(version, state, nowMs), nowMs));
            }
        }
        unreported.clear();
        decide(nowMs);
        dropOldVersions();
    }

    private void decide(long nowMs) {
        KeptState<String, RetrainState> store = Objects.requireNonNull(states);
        RetrainState known = store.get(settings.slot());
        RetrainState before = known == null ? RetrainState.INITIAL : known;
        ServingModels.@Nullable Champion champion = models.champion(settings.slot());
        Evidence evidence = evidence(champion, nowMs);
        metrics.serving(evidence.recent());
        RetrainPolicy.Verdict verdict = policy.check(before, evidence, nowMs);
        if (!verdict.state().equals(before)) {
            store.put(settings.slot(), verdict.state());
        }
        verdict.due().ifPresent(due -> {
            context().forward(new Record<>(settings.slot(), request(due, champion, nowMs), nowMs));
            metrics.requested(due.cause());
        });
    }

    private Evidence evidence(ServingModels.@Nullable Champion champion, long nowMs) {
        if (champion == null) {
            QualityState state = stateOf(Outcome.NO_MODEL);
            return new Evidence(null, Counts.NONE, Counts.NONE, Counts.NONE, state.newEvents(), 0, 0);
        }
        QualityState state = stateOf(champion.version());
        return new Evidence(
                champion.version(),
                state.recent(),
                state.total(),
                state.first(),
                state.newEvents(),
                champion.eventCount(),
                Math.max(0, nowMs - champion.createdAtMs()));
    }

    private RetrainRequest request(RetrainPolicy.Due due, ServingModels.@Nullable Champion champion, long nowMs) {
        return RetrainRequest.newBuilder()
                .setRequestId(settings.slot() + "-" + nowMs)
                .setSlot(settings.slot())
                .setCause(due.cause().label())
                .setChampionVersion(champion == null ? null : champion.version())
                .setEvidence(due.evidence())
                .setRequestedAtMs(nowMs)
                .build();
    }

    private QualityReport report(String version, QualityState state, long nowMs) {
        return QualityReport.newBuilder()
                .setModelVersion(version)
                .setSlot(settings.slot())
                .setFromMs(state.fromMs())
                .setUntilMs(state.untilMs())
                .setTotal(state.total().toAvro())
                .setRecent(state.recent().toAvro())
                .setReportedAtMs(nowMs)
                .build();
    }

    /** Versions sort by time of creation; the oldest go. */
    private void dropOldVersions() {
        List<String> versions = new ArrayList<>();
        quality().all().forEach(entry -> versions.add(entry.key));
        versions.remove(Outcome.NO_MODEL);
        ServingModels.@Nullable Champion champion = models.champion(settings.slot());
        versions.stream()
                .sorted()
                .limit(Math.max(0, versions.size() - KEPT_VERSIONS))
                .filter(version -> champion == null || !version.equals(champion.version()))
                .forEach(quality()::delete);
    }

    private QualityState stateOf(String version) {
        QualityState known = quality().get(version);
        return known == null ? QualityState.EMPTY : known;
    }

    private KeptState<String, QualityState> quality() {
        return Objects.requireNonNull(quality, "not initialised");
    }
}
