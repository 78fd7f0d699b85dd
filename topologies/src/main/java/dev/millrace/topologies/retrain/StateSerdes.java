package dev.millrace.topologies.retrain;

import java.util.function.Function;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Serdes of this package's own states, which no other app reads. Null stays null: it deletes. */
final class StateSerdes {

    static final Serde<UserLists> USER_LISTS = of(UserListsCodec::encode, UserListsCodec::decode);
    static final Serde<Outcome> OUTCOMES = of(Outcome::encode, Outcome::decode);
    static final Serde<QualityState> QUALITY = of(QualityState::encode, QualityState::decode);
    static final Serde<RetrainState> RETRAIN = of(RetrainState::encode, RetrainState::decode);

    private StateSerdes() {}

    @SuppressWarnings("NullAway") // Kafka's interfaces hand nulls through
    private static <T> Serde<T> of(Function<T, byte[]> encode, Function<byte[], T> decode) {
        return Serdes.serdeFrom(
                (topic, value) -> value == null ? null : encode.apply(value),
                (topic, bytes) -> bytes == null ? null : decode.apply(bytes));
    }
}
