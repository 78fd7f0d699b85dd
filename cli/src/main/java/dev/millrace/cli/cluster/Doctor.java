package dev.millrace.cli.cluster;

import dev.millrace.avro.Rollout;
import dev.millrace.cli.cluster.TopicSetup.State;
import dev.millrace.cli.console.CommandFailure;
import dev.millrace.schemas.registry.RegistryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.FeatureMetadata;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.common.utils.internals.AppInfoParser;

/** Examines a cluster and says what keeps the pipeline from working on it, and what to do about that. */
public final class Doctor {

    private static final List<String> APPS =
            List.of("ingest-app", "feature-app", "scoring-app", "publisher-app", "retrain-trigger-app");

    private final Cluster cluster;
    private final Set<String> applicationIds;

    /**
     * For one pipeline.
     *
     * @param applicationIds consumer groups of the apps
     */
    public Doctor(Cluster cluster, Set<String> applicationIds) {
        this.cluster = cluster;
        this.applicationIds = applicationIds;
    }

    /** The consumer groups of the apps where {@code application.id} is left blank. @param prefix of the topics */
    public static Set<String> applicationIds(String prefix) {
        return APPS.stream().map(app -> prefix + "." + app).collect(Collectors.toUnmodifiableSet());
    }

    /** All checks, in the order in which problems should be solved. What depends on a failed check is left out. */
    public List<Check> examine() {
        List<Check> checks = new ArrayList<>();
        try {
            checks.add(broker());
        } catch (CommandFailure e) {
            checks.add(Check.fail("broker", e.getMessage(), "start the broker or correct --bootstrap-server"));
            return checks;
        }
        checks.add(transactions());
        checks.add(registry());
        List<State> states = new TopicSetup(cluster).inspect();
        checks.add(topics(states));
        schemas().ifPresent(checks::add);
        checks.add(partitions(states));
        states.stream()
                .filter(state -> !state.differences().isEmpty())
                .forEach(state -> checks.add(Check.warn(
                        state.spec().name(),
                        String.join("; ", state.differences()),
                        "alter the topic with kafka-configs.sh if this is not on purpose")));
        checks.add(new Changelogs(cluster, applicationIds).compaction());
        GroupLags lags = new GroupLags(cluster);
        applicationIds.stream().sorted().forEach(group -> checks.add(group(lags, group)));
        if (states.stream().allMatch(State::exists)) {
            checks.add(model());
        }
        return checks;
    }

    private Check broker() {
        int nodes = cluster.answer(cluster.admin().describeCluster().nodes()).size();
        return Check.ok(
                "broker",
                String.format(
                        Locale.ROOT,
                        "%d node%s at %s, clients are Kafka %s",
                        nodes,
                        nodes == 1 ? "" : "s",
                        cluster.bootstrapServers(),
                        AppInfoParser.getVersion()));
    }

    private Check transactions() {
        FeatureMetadata features =
                cluster.answer(cluster.admin().describeFeatures().featureMetadata());
        FinalizedVersionRange version = features.finalizedFeatures().get("transaction.version");
        return version != null && version.maxVersionLevel() >= 2
                ? Check.ok("transactions", "transaction version " + version.maxVersionLevel())
                : Check.warn(
                        "transactions",
                        "transaction version " + (version == null ? "below 1" : version.maxVersionLevel()),
                        "with brokers from 4.0 on: kafka-features.sh upgrade --feature transaction.version=2");
    }

    private Check registry() {
        try {
            int subjects = cluster.serdes().registry().subjects().size();
            return Check.ok("registry", subjects + " subjects at " + cluster.registryUrl());
        } catch (RegistryException e) {
            return Check.fail(
                    "registry",
                    "no answer at " + cluster.registryUrl() + ": " + e.getMessage(),
                    cluster.isRegistryInTopic()
                            ? "millrace topics apply"
                            : "start the schema registry or correct --schema-registry");
        }
    }

    /** Left out when the registry cannot be asked, which a check of its own says. */
    private Optional<Check> schemas() {
        try {
            List<String> missing = new TopicSetup(cluster).missingSchemas();
            long skipped = cluster.serdes().registry().skippedRecords();
            if (!missing.isEmpty()) {
                return Optional.of(Check.fail(
                        "schemas",
                        "the registry lacks: " + String.join(", ", missing),
                        "millrace topics apply; apps do not start without them"));
            }
            return Optional.of(
                    skipped == 0
                            ? Check.ok("schemas", "all of ours are registered")
                            : Check.warn(
                                    "schemas",
                                    "all of ours are registered; " + skipped + " other records in "
                                            + cluster.registryUrl() + " cannot be read",
                                    "find out who writes to that topic"));
        } catch (RegistryException e) {
            return Optional.empty();
        }
    }

    private static Check topics(List<State> states) {
        List<String> missing = states.stream()
                .filter(state -> !state.exists())
                .map(state -> state.spec().name())
                .toList();
        return missing.isEmpty()
                ? Check.ok("topics", "all " + states.size() + " exist")
                : Check.fail("topics", "missing: " + String.join(", ", missing), "millrace topics apply");
    }

    private static Check partitions(List<State> states) {
        int common = TopicSetup.commonPartitions(states, 0);
        String odd = states.stream()
                .filter(state -> state.exists() && state.spec().copartitioned() && state.partitions() != common)
                .map(state -> state.spec().name() + " has " + state.partitions())
                .collect(Collectors.joining(", "));
        return odd.isEmpty()
                ? Check.ok("partitions", "user-keyed topics have " + common + " each")
                : Check.fail(
                        "partitions",
                        "user-keyed topics must have the same count: most have " + common + ", but " + odd,
                        "add partitions to the odd ones, or recreate them while they are empty");
    }

    private static Check group(GroupLags lags, String group) {
        String state = lags.state(group);
        if (!state.equalsIgnoreCase("stable")) {
            return Check.warn(
                    group,
                    "its consumer group is " + state.toLowerCase(Locale.ROOT),
                    "start the app, or look at its log");
        }
        long lag = lags.lag(group);
        String finding = String.format(Locale.ROOT, "running, %,d records behind", lag);
        return lag < 10_000 ? Check.ok(group, finding) : Check.warn(group, finding, "wait, or add instances");
    }

    private Check model() {
        ModelLedger ledger = ModelLedger.read(cluster);
        Optional<Rollout> current = ledger.current("default");
        if (current.isEmpty()) {
            return Check.warn("model", "none serves yet; lists are not personal", "millrace train");
        }
        String champion = current.get().getChampion();
        return ledger.model(champion).isPresent()
                ? Check.ok("model", champion + " serves")
                : Check.fail("model", champion + " is to serve but is not registered", "millrace rollouts rollback");
    }
}
