package dev.millrace.topologies.retrain;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the policy remembers about one slot between checks.
 *
 * @param open whether a request awaits its model
 * @param championAtRequest model that served when the latest request was made
 * @param requestedAtMs when the latest request was made; {@link Long#MIN_VALUE} before the first
 * @param streaks consecutive checks at which each cause held, by {@link Cause#ordinal()}
 */
record RetrainState(boolean open, @Nullable String championAtRequest, long requestedAtMs, int[] streaks) {

    static final RetrainState INITIAL = new RetrainState(false, null, Long.MIN_VALUE, new int[Cause.values().length]);

    private static final byte VERSION = 1;

    RetrainState {
        // A newer release may know more causes than the stored state; they start at zero.
        streaks = Arrays.copyOf(streaks, Cause.values().length);
    }

    int streak(Cause cause) {
        return streaks[cause.ordinal()];
    }

    boolean confirmed(Cause cause, int confirmations) {
        return streak(cause) >= confirmations;
    }

    boolean coolsDown(long nowMs, Duration coolDown) {
        return requestedAtMs != Long.MIN_VALUE && nowMs - requestedAtMs < coolDown.toMillis();
    }

    RetrainState withStreak(Cause cause, int streak) {
        int[] changed = streaks.clone();
        changed[cause.ordinal()] = streak;
        return new RetrainState(open, championAtRequest, requestedAtMs, changed);
    }

    RetrainState withoutStreaks() {
        return new RetrainState(open, championAtRequest, requestedAtMs, new int[streaks.length]);
    }

    RetrainState requested(@Nullable String champion, long nowMs) {
        return new RetrainState(true, champion, nowMs, streaks);
    }

    RetrainState closed() {
        return new RetrainState(false, championAtRequest, requestedAtMs, streaks);
    }

    byte[] encode() {
        byte[] champion = championAtRequest == null ? new byte[0] : championAtRequest.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(1 + 1 + 8 + 2 + streaks.length * 4 + 4 + champion.length);
        out.put(VERSION).put((byte) (open ? 1 : 0)).putLong(requestedAtMs).putShort((short) streaks.length);
        for (int streak : streaks) {
            out.putInt(streak);
        }
        return out.putInt(championAtRequest == null ? -1 : champion.length)
                .put(champion)
                .array();
    }

    static RetrainState decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        byte version = in.get();
        if (version != VERSION) {
            throw new IllegalArgumentException("retrain state of unknown format " + version);
        }
        boolean open = in.get() != 0;
        long requestedAtMs = in.getLong();
        int[] streaks = new int[in.getShort()];
        for (int i = 0; i < streaks.length; i++) {
            streaks[i] = in.getInt();
        }
        int length = in.getInt();
        if (length < 0) {
            return new RetrainState(open, null, requestedAtMs, streaks);
        }
        byte[] champion = new byte[length];
        in.get(champion);
        return new RetrainState(open, new String(champion, StandardCharsets.UTF_8), requestedAtMs, streaks);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RetrainState that
                && open == that.open
                && requestedAtMs == that.requestedAtMs
                && Objects.equals(championAtRequest, that.championAtRequest)
                && Arrays.equals(streaks, that.streaks);
    }

    @Override
    public int hashCode() {
        return Objects.hash(open, championAtRequest, requestedAtMs, Arrays.hashCode(streaks));
    }
}
