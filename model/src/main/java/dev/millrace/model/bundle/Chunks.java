package dev.millrace.model.bundle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Cuts files into messages of at most {@value #SIZE} bytes and puts them together again. */
public final class Chunks {

    /** Half of Kafka's default limit of a message, 1 MiB, so that no broker setting has to change. */
    public static final int SIZE = 512 * 1024;

    private Chunks() {}

    /** The record key of a chunk: {@code version/file/00000}. */
    public static String key(String version, String file, int chunk) {
        return String.format(Locale.ROOT, "%s/%s/%05d", version, file, chunk);
    }

    /** At least one chunk, also for an empty file. */
    public static List<byte[]> split(byte[] file) {
        List<byte[]> chunks = new ArrayList<>();
        for (int from = 0; from == 0 || from < file.length; from += SIZE) {
            chunks.add(Arrays.copyOfRange(file, from, Math.min(file.length, from + SIZE)));
        }
        return chunks;
    }

    /** What the manifest says of a file. */
    public static FileEntry describe(String name, byte[] file) {
        return new FileEntry(name, file.length, split(file).size(), Sha256.of(file));
    }

    /**
     * Joins the chunks of one file and checks size and hash.
     *
     * @param chunks by number; null where one has not arrived
     * @throws InvalidBundleException when a chunk is missing or too large, or size or hash differ from the manifest
     */
    public static byte[] join(FileEntry entry, List<byte @Nullable []> chunks) {
        if (chunks.size() != entry.chunks()) {
            throw refusal(entry, chunks.size() + " chunks instead of " + entry.chunks());
        }
        long size = 0;
        for (int i = 0; i < chunks.size(); i++) {
            byte[] chunk = chunks.get(i);
            if (chunk == null) {
                throw refusal(entry, "chunk " + i + " of " + entry.chunks() + " is missing");
            }
            size += chunk.length;
        }
        // Compared before anything is allocated: the manifest's number alone must not size an array.
        if (size != entry.size() || size > BundleFiles.MAX_FILE_BYTES) {
            throw refusal(entry, size + " bytes instead of " + entry.size());
        }
        byte[] file = new byte[(int) size];
        int at = 0;
        for (byte[] chunk : chunks) {
            if (chunk != null) {
                System.arraycopy(chunk, 0, file, at, chunk.length);
                at += chunk.length;
            }
        }
        verify(entry, file);
        return file;
    }

    /** @throws InvalidBundleException when size or hash differ from the manifest */
    public static void verify(FileEntry entry, byte[] file) {
        if (file.length != entry.size()) {
            throw refusal(entry, file.length + " bytes instead of " + entry.size());
        }
        String hash = Sha256.of(file);
        if (!hash.equals(entry.sha256())) {
            throw refusal(entry, "SHA-256 is " + hash + " instead of " + entry.sha256());
        }
    }

    private static InvalidBundleException refusal(FileEntry entry, String reason) {
        return new InvalidBundleException("model file " + entry.name() + ": " + reason);
    }
}
