package dev.millrace.benchmarks.foldin;

import dev.millrace.model.factors.FactorMatrix;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Hands factors to JMH's processes, because training in each would take longer than measuring. One file: the dimension,
 * then the factors row by row, little-endian.
 */
final class FactorFiles {

    static final long SEED = 7;

    private FactorFiles() {}

    /** In place of those before. */
    static void write(Path directory, FactorMatrix factors) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((1 + factors.values().length) * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(factors.dimension());
        bytes.asFloatBuffer().put(factors.values());
        Files.write(file(directory), bytes.array());
    }

    /** @param n items of each user; the same users in every process */
    static FoldInMethods methods(Path directory, int n) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file(directory))).order(ByteOrder.LITTLE_ENDIAN);
        int dimension = bytes.getInt();
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        FactorMatrix factors = new FactorMatrix(values, dimension);
        return new FoldInMethods(factors, FoldInUsers.of(factors, n, SEED));
    }

    private static Path file(Path directory) {
        return directory.resolve("factors");
    }
}
