package dev.millrace.model.factors;

/**
 * The 32-bit hash under which an item id is remembered as consumed.
 *
 * <p>MurmurHash3 over the id's UTF-16 units and not {@link String#hashCode}: that one gives "1O" and "20" the same
 * value, so structured ids would collide far more often than once in 2³². Stored in state: it never changes.
 */
public final class ItemHash {

    private ItemHash() {}

    public static int of(String id) {
        int hash = 0;
        int length = id.length();
        for (int i = 0; i < length; i += 2) {
            int two = id.charAt(i) | (i + 1 < length ? id.charAt(i + 1) << 16 : 0);
            two *= 0xcc9e2d51;
            two = Integer.rotateLeft(two, 15) * 0x1b873593;
            hash = Integer.rotateLeft(hash ^ two, 13) * 5 + 0xe6546b64;
        }
        return finish(hash ^ length);
    }

    private static int finish(int h) {
        h = (h ^ (h >>> 16)) * 0x85ebca6b;
        h = (h ^ (h >>> 13)) * 0xc2b2ae35;
        return h ^ (h >>> 16);
    }
}
