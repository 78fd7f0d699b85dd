package dev.millrace.model.preferences;

import java.util.Random;

/** Random user preferences with ids of one to four bytes per character. */
final class RandomPreferences {

    private static final String[] TYPES = {"view", "click", "purchase", "größe", "✓"};
    private static final String[] LETTERS = {"a", "7", "ö", "€", "𝄞"};

    private RandomPreferences() {}

    static UserPreference next(Random random) {
        History history = History.EMPTY;
        for (int n = random.nextInt(140); n > 0; n--) {
            history = history.add(event(random));
        }
        ConsumedItems consumed = ConsumedItems.NONE;
        for (int n = random.nextInt(200); n > 0; n--) {
            consumed = consumed.add(id(random));
        }
        PastItems past = PastItems.NONE;
        for (int n = random.nextBoolean() ? 0 : random.nextInt(300); n > 0; n--) {
            past = past.add(event(random));
        }
        UserPreference user = new UserPreference(
                history, consumed, past, null, null, random.nextInt(1000), random.nextLong(), random.nextLong());
        return random.nextBoolean() ? user : user.withVector(vector(random), id(random));
    }

    static Event event(Random random) {
        float value = random.nextBoolean() ? 1f : random.nextInt(11) - 5;
        return new Event(id(random), TYPES[random.nextInt(TYPES.length)], value, random.nextInt(1_000_000) - 1000L);
    }

    /** The bytes with their CRC-32C behind them. */
    static byte[] checksummed(byte[] bytes) {
        ByteSink sink = new ByteSink(bytes.length + Integer.BYTES);
        for (byte b : bytes) {
            sink.writeByte(b);
        }
        sink.writeChecksum();
        return sink.toBytes();
    }

    private static String id(Random random) {
        StringBuilder id = new StringBuilder();
        for (int n = 1 + random.nextInt(12); n > 0; n--) {
            id.append(LETTERS[random.nextInt(LETTERS.length)]);
        }
        return id.toString();
    }

    private static float[] vector(Random random) {
        float[] vector = new float[1 + random.nextInt(64)];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return vector;
    }
}
