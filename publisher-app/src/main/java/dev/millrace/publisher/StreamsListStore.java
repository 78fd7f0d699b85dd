package dev.millrace.publisher;

import dev.millrace.avro.Recommendations;
import dev.millrace.topologies.publisher.PublisherTopology;
import dev.millrace.topologies.publisher.StoredList;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks lists up in the published store of this instance.
 *
 * @param self as other instances know it
 */
record StreamsListStore(KafkaStreams streams, HostInfo self) implements ListStore {

    private static final Logger LOG = LoggerFactory.getLogger(StreamsListStore.class);

    @Override
    public Located find(String user) {
        try {
            KeyQueryMetadata owner = owner(user);
            if (KeyQueryMetadata.NOT_AVAILABLE.equals(owner)) {
                return new Moving();
            }
            return owner.activeHost().equals(self)
                    ? here(user, owner.partition(), false)
                    : new There(
                            owner.activeHost(),
                            owner.standbyHosts().stream()
                                    .filter(host -> !host.equals(self))
                                    .toList());
        } catch (InvalidStateStoreException e) {
            return new Moving();
        } catch (IllegalStateException e) {
            refuseUnlessStarting(e);
            return new Moving();
        }
    }

    @Override
    public @Nullable Here copy(String user) {
        try {
            KeyQueryMetadata owner = owner(user);
            return KeyQueryMetadata.NOT_AVAILABLE.equals(owner) ? null : here(user, owner.partition(), true);
        } catch (InvalidStateStoreException e) {
            return null; // this instance keeps no copy of the partition
        } catch (IllegalStateException e) {
            refuseUnlessStarting(e);
            return null;
        }
    }

    private KeyQueryMetadata owner(String user) {
        return streams.queryMetadataForKey(
                PublisherTopology.PUBLISHED_STORE, user, Serdes.String().serializer());
    }

    /** Naming the partition matters: without it a user of another instance looks like one without a list. */
    private Here here(String user, int partition, boolean stale) {
        var query = StoreQueryParameters.<ReadOnlyKeyValueStore<String, StoredList>>fromNameAndType(
                        PublisherTopology.PUBLISHED_STORE, QueryableStoreTypes.keyValueStore())
                .withPartition(partition);
        StoredList stored =
                streams.store(stale ? query.enableStaleStores() : query).get(user);
        return new Here(stored == null ? null : readable(stored));
    }

    /** A user whose list cannot be read gets what one without a list gets; the next event replaces it. */
    private static @Nullable Recommendations readable(StoredList stored) {
        try {
            return stored.list();
        } catch (SerializationException e) {
            LOG.warn("A stored list cannot be read", e);
            return null;
        }
    }

    /** It is how Kafka Streams says that it is not running. */
    private void refuseUnlessStarting(IllegalStateException e) {
        if (streams.state().isRunningOrRebalancing()) {
            throw e;
        }
    }
}
