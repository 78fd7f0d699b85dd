package dev.millrace.publisher;

import dev.millrace.topologies.publisher.PublisherTopology;
import dev.millrace.topologies.publisher.StoredList;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * Looks lists up in the published store of this instance.
 *
 * @param self as other instances know it
 */
record StreamsListStore(KafkaStreams streams, HostInfo self) implements ListStore {

    @Override
    public Located find(String user) {
        try {
            KeyQueryMetadata owner = streams.queryMetadataForKey(
                    PublisherTopology.PUBLISHED_STORE, user, Serdes.String().serializer());
            if (KeyQueryMetadata.NOT_AVAILABLE.equals(owner)) {
                throw moving();
            }
            return owner.activeHost().equals(self) ? here(user, owner.partition()) : new There(owner.activeHost());
        } catch (InvalidStateStoreException e) {
            throw moving();
        } catch (IllegalStateException e) {
            if (streams.state().isRunningOrRebalancing()) {
                throw e;
            }
            throw moving(); // how Kafka Streams says that it is not running
        }
    }

    /** Naming the partition matters: without it a user of another instance looks like one without a list. */
    private Here here(String user, int partition) {
        ReadOnlyKeyValueStore<String, StoredList> lists =
                streams.store(StoreQueryParameters.<ReadOnlyKeyValueStore<String, StoredList>>fromNameAndType(
                                PublisherTopology.PUBLISHED_STORE, QueryableStoreTypes.keyValueStore())
                        .withPartition(partition));
        StoredList stored = lists.get(user);
        return new Here(stored == null ? null : stored.list());
    }

    private static Problem moving() {
        return Problem.unavailable("The lists of this user are being restored or are moving to another instance");
    }
}
