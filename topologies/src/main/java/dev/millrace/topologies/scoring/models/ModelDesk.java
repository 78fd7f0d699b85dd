package dev.millrace.topologies.scoring.models;

import dev.millrace.avro.Challenger;
import dev.millrace.avro.ModelManifest;
import dev.millrace.avro.Rollout;
import dev.millrace.model.recommend.ServingModel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which models serve. The newest rollout whose champion is usable wins; of its challengers and shadows those
 * that are usable take part. So an instance that starts anew with a bad rollout ends up with the champion that the
 * others kept. A refused version is tried again when anything more of it arrives. One thread; knows no Kafka.
 */
final class ModelDesk {

    private static final Logger LOG = LoggerFactory.getLogger(ModelDesk.class);

    /** Rollouts to fall back through at a start; nobody keeps that many bad ones. */
    private static final int ROLLOUTS_KEPT = 20;

    /** Between two attempts to try a ranker for which no process came up. */
    private static final long UNTRIED_FOR_NANOS = 10_000_000_000L;

    private final String slot;
    private final ModelLoader loader;
    private final Artifacts artifacts;
    private final ModelsInService service;
    private final ModelMetrics metrics;
    private final Map<String, ModelManifest> manifests = new HashMap<>();
    private final Deque<Rollout> rollouts = new ArrayDeque<>();
    private final Map<String, ModelStatus.Refusal> refused = new HashMap<>();
    private final Map<String, ModelLoader.Tried> onTrial = new HashMap<>();
    private final Set<String> givenUp = new HashSet<>(); // whose ranker is not asked any more
    private long untriedNanos;
    private boolean changed = true;
    private volatile ModelStatus status;

    ModelDesk(String slot, ModelLoader loader, Artifacts artifacts, ModelsInService service, ModelMetrics metrics) {
        this.slot = slot;
        this.loader = loader;
        this.artifacts = artifacts;
        this.service = service;
        this.metrics = metrics;
        this.status = ModelStatus.starting(slot);
    }

    ModelStatus status() {
        return status;
    }

    /** @param manifest null: the version was withdrawn */
    void manifest(String version, @Nullable ModelManifest manifest) {
        if (manifest == null) {
            manifests.remove(version);
        } else {
            manifests.put(version, manifest);
        }
        arrived(version);
    }

    /** Something of the version's files came. */
    void arrived(String version) {
        changed |= refused.remove(version) != null;
        onTrial.remove(version);
    }

    void rollout(Rollout rollout) {
        if (!rollout.getSlot().equals(slot)) {
            return;
        }
        rollouts.addFirst(rollout);
        if (rollouts.size() > ROLLOUTS_KEPT) {
            rollouts.removeLast();
        }
        changed = true;
    }

    /** Whether a ranker is being tried that what is to serve depends on. */
    boolean waiting() {
        return !onTrial.isEmpty();
    }

    /**
     * Puts into service what the records so far ask for; to be called when all of them have been read, and again and
     * again: it waits for no trial.
     */
    void settle() {
        noticeFailing();
        tryUntriedAgain();
        if (!changed
                && onTrial.values().stream().noneMatch(tried -> tried.verdict().isDone())) {
            return;
        }
        changed = false;
        Map<String, ServingModel> inService = inService();
        Map<String, ServingModel> loaded = new HashMap<>(inService);
        Lineup next = null;
        boolean undecided = false;
        Set<String> wanted = new HashSet<>();
        for (Rollout rollout : rollouts) {
            wanted.addAll(named(rollout));
            next = lineup(rollout, loaded);
            undecided = next == null && onTrial.containsKey(rollout.getChampion());
            if (next != null || undecided || !inService.isEmpty()) {
                break;
            }
        }
        onTrial.keySet().retainAll(wanted);
        if (next == null && !undecided && service.current() == null) {
            next = Lineup.withoutModel(slot);
        }
        if (next != null) {
            putIntoService(next);
        }
        discardUnused(loaded, inService);
        report();
    }

    private void putIntoService(Lineup next) {
        if (next.equals(service.current())) {
            return;
        }
        service.swap(next);
        metrics.swapped(next);
        LOG.info("Slot {} is served by {}", slot, versions(next.models()));
    }

    /** Null when the champion is not usable. */
    private @Nullable Lineup lineup(Rollout rollout, Map<String, ServingModel> loaded) {
        ServingModel champion = model(rollout.getChampion(), loaded);
        if (champion == null) {
            return null;
        }
        List<Lineup.Challenger> challengers = new ArrayList<>();
        for (Challenger challenger : rollout.getChallengers()) {
            ServingModel model = model(challenger.getVersion(), loaded);
            if (model != null) {
                challengers.add(new Lineup.Challenger(model, challenger.getShare()));
            }
        }
        List<ServingModel> shadows = new ArrayList<>();
        for (String shadow : rollout.getShadows()) {
            ServingModel model = model(shadow, loaded);
            if (model != null) {
                shadows.add(model);
            }
        }
        return new Lineup(slot, rollout.getExperiment(), champion, challengers, shadows);
    }

    private @Nullable ServingModel model(String version, Map<String, ServingModel> loaded) {
        ServingModel known = loaded.get(version);
        if (known != null || refused.containsKey(version)) {
            return known;
        }
        try {
            long started = System.nanoTime();
            ModelLoader.Tried tried = onTrial.get(version);
            if (tried == null) {
                tried = begin(version);
            }
            if (!tried.verdict().isDone()) {
                onTrial.put(version, tried);
                return null;
            }
            onTrial.remove(version);
            ServingModel model = loader.finish(tried, tried.verdict().join());
            loaded.put(version, model);
            metrics.loaded(System.nanoTime() - started);
            return model;
        } catch (ModelRefusedException e) {
            onTrial.remove(version);
            if (e.reason() == RefusalReason.UNTRIED) {
                untriedNanos = System.nanoTime();
            }
            refused.put(version, new ModelStatus.Refusal(e.reason(), String.valueOf(e.getMessage())));
            metrics.refused(e.reason());
            LOG.error("Model {} is refused ({}): {}", version, e.reason().code(), e.getMessage());
            return null;
        }
    }

    /** A ranker that fails in service is left out of its lists; that is told once, and in the status. */
    private void noticeFailing() {
        Set<String> failing = new HashSet<>();
        inService().forEach((version, model) -> {
            if (model.ranker() != null && model.ranker().health().failing()) {
                failing.add(version);
                if (!givenUp.contains(version)) {
                    LOG.error(
                            "The ranker of model {} is not asked any more, its lists come from the sources' order: {}",
                            version,
                            model.ranker().health().lastFailure());
                }
            }
        });
        if (!failing.equals(givenUp)) {
            givenUp.clear();
            givenUp.addAll(failing);
            report();
        }
    }

    private void tryUntriedAgain() {
        if (System.nanoTime() - untriedNanos > UNTRIED_FOR_NANOS) {
            changed |= refused.values().removeIf(refusal -> refusal.reason() == RefusalReason.UNTRIED);
        }
    }

    private ModelLoader.Tried begin(String version) throws ModelRefusedException {
        ModelManifest manifest = manifests.get(version);
        if (manifest == null) {
            throw new ModelRefusedException(RefusalReason.UNKNOWN, "no model " + version + " is registered");
        }
        return loader.begin(manifest, artifacts);
    }

    private Map<String, ServingModel> inService() {
        Map<String, ServingModel> models = new HashMap<>();
        Lineup current = service.current();
        if (current != null) {
            current.models().forEach(model -> models.put(model.version(), model));
        }
        return models;
    }

    /** Loaded for a line-up that did not come about. */
    private void discardUnused(Map<String, ServingModel> loaded, Map<String, ServingModel> before) {
        Map<String, ServingModel> serving = inService();
        loaded.forEach((version, model) -> {
            if (!serving.containsKey(version) && !before.containsKey(version)) {
                ModelLoader.discard(model);
            }
        });
    }

    private void report() {
        Lineup lineup = service.current();
        Rollout newest = rollouts.peekFirst();
        Map<String, ModelStatus.Refusal> relevant = new HashMap<>(refused);
        relevant.keySet().retainAll(named(newest));
        metrics.failing(inService().values());
        status = new ModelStatus(
                slot,
                true,
                newest == null ? null : newest.getChampion(),
                lineup == null || lineup.champion() == null
                        ? null
                        : lineup.champion().version(),
                lineup == null
                        ? List.of()
                        : versions(lineup.challengers().stream()
                                .map(Lineup.Challenger::model)
                                .toList()),
                lineup == null ? List.of() : versions(lineup.shadows()),
                relevant,
                givenUp);
    }

    private static Set<String> named(@Nullable Rollout rollout) {
        Set<String> versions = new HashSet<>();
        if (rollout != null) {
            versions.add(rollout.getChampion());
            rollout.getChallengers().forEach(challenger -> versions.add(challenger.getVersion()));
            versions.addAll(rollout.getShadows());
        }
        return versions;
    }

    private static List<String> versions(List<ServingModel> models) {
        return models.stream().map(ServingModel::version).toList();
    }
}
