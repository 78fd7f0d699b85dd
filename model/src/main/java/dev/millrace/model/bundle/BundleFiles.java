package dev.millrace.model.bundle;

import dev.millrace.model.factors.FactorMatrix;
import dev.millrace.model.factors.ItemIndex;
import dev.millrace.model.foldin.FoldInSettings;
import dev.millrace.model.newitems.NewItemBasis;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model bundle as files. All numbers little-endian.
 *
 * <pre>
 * items         int32 n; n times: int32 byte length, UTF-8 id
 * item-factors  int32 n, int32 d; n × d float32, row by row
 * gramian       int32 d; d × d float32
 * ranker.onnx   only when the model has a ranker
 * user-gramian  only when the model folds new items in: int32 users, int32 d; d × d float32
 * categories    with it: int32 n; n times: int32 byte length, UTF-8 name
 * category-factors  with it: int32 n + 1, int32 d; (n + 1) × d float32, row by row, the average item first
 * </pre>
 */
public final class BundleFiles {

    public static final String ITEMS = "items";
    public static final String FACTORS = "item-factors";
    public static final String GRAMIAN = "gramian";
    public static final String RANKER = "ranker.onnx";

    /** No file is larger: an array of bytes holds no more, and nothing that large loads in reasonable time. */
    public static final long MAX_FILE_BYTES = 2_000_000_000L;

    /** A ranker above this size would not score in time. */
    public static final int MAX_RANKER_BYTES = 64 << 20;

    private static final int MAX_DIMENSION = 1024;
    private static final int MAX_ID_BYTES = 256;

    private BundleFiles() {}

    /** Name to bytes, in the order of the table above. */
    public static Map<String, byte[]> write(ModelBundle model) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(ITEMS, writeItems(model.items()));
        int d = model.dimension();
        files.put(FACTORS, writeFloats(model.factors().values(), model.items().size(), d));
        files.put(GRAMIAN, writeFloats(model.gramian(), d));
        NewItemBasis newItems = model.newItems();
        if (newItems != null) {
            files.putAll(NewItemFiles.write(newItems));
        }
        byte[] ranker = model.rankerOnnx();
        if (ranker != null) {
            files.put(RANKER, ranker);
        }
        return files;
    }

    /**
     * @param settings of the manifest, see {@link FoldInSettings#fromMap}
     * @param features the ranker's columns, of the manifest
     * @throws InvalidBundleException when files are missing, damaged or do not fit together
     */
    public static ModelBundle read(
            String version, Map<String, String> settings, List<String> features, Map<String, byte[]> files) {
        ItemIndex items = readItems(file(files, ITEMS));
        FactorMatrix factors = readFactors(file(files, FACTORS), FACTORS, items.size());
        float[] gramian = readGramian(file(files, GRAMIAN), factors.dimension());
        checkGramian(gramian, factors);
        byte[] ranker = files.get(RANKER);
        if (ranker != null && (ranker.length == 0 || ranker.length > MAX_RANKER_BYTES)) {
            throw refusal(RANKER, ranker.length + " bytes; a ranker has 1 to " + MAX_RANKER_BYTES);
        }
        if (ranker != null && features.isEmpty()) {
            throw refusal(RANKER, "a ranker without the names of its features");
        }
        try {
            FoldInSettings foldIn = FoldInSettings.fromMap(settings);
            NewItemBasis newItems = NewItemFiles.read(files, factors.dimension(), foldIn);
            return new ModelBundle(version, items, factors, gramian, foldIn, features, ranker, newItems);
        } catch (IllegalArgumentException e) {
            throw new InvalidBundleException("model " + version + ": " + e.getMessage(), e);
        }
    }

    /** The file {@value #ITEMS}. */
    public static byte[] writeItems(ItemIndex items) {
        return writeNames(items);
    }

    static byte[] writeNames(ItemIndex items) {
        byte[][] ids = new byte[items.size()][];
        int size = Integer.BYTES;
        for (int i = 0; i < ids.length; i++) {
            ids[i] = items.id(i).getBytes(StandardCharsets.UTF_8);
            size = Math.addExact(size, Integer.BYTES + ids[i].length);
        }
        ByteBuffer out = littleEndian(new byte[size]).putInt(ids.length);
        for (byte[] id : ids) {
            out.putInt(id.length).put(id);
        }
        return out.array();
    }

    /**
     * Reads the file {@value #ITEMS} alone.
     *
     * @throws InvalidBundleException when it is damaged
     */
    public static ItemIndex readItems(byte[] bytes) {
        return readNames(bytes, ITEMS, 1);
    }

    static ItemIndex readNames(byte[] bytes, String file, int least) {
        ByteBuffer in = littleEndian(bytes);
        int n = count(in, file);
        if (n < least || n > in.remaining() / (Integer.BYTES + 1)) {
            throw refusal(file, n + " names in " + bytes.length + " bytes");
        }
        List<String> ids = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            ids.add(readId(in, file, i));
        }
        expectEnd(in, file);
        try {
            return ItemIndex.of(ids);
        } catch (IllegalArgumentException e) {
            throw new InvalidBundleException("model file " + file + ": " + e.getMessage(), e);
        }
    }

    private static String readId(ByteBuffer in, String file, int number) {
        int length = count(in, file);
        if (length < 1 || length > MAX_ID_BYTES || length > in.remaining()) {
            throw refusal(file, "name " + number + " has " + length + " bytes; 1 to " + MAX_ID_BYTES);
        }
        ByteBuffer id = in.slice(in.position(), length);
        in.position(in.position() + length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(id).toString();
        } catch (CharacterCodingException e) {
            throw new InvalidBundleException("model file " + file + ": name " + number + " is not UTF-8", e);
        }
    }

    static byte[] writeFloats(float[] values, int... header) {
        long size = (long) Integer.BYTES * header.length + (long) Float.BYTES * values.length;
        if (size > MAX_FILE_BYTES) {
            throw new IllegalArgumentException(values.length + " factors make a file above " + MAX_FILE_BYTES);
        }
        ByteBuffer out = littleEndian(new byte[(int) size]);
        for (int number : header) {
            out.putInt(number);
        }
        out.asFloatBuffer().put(values);
        return out.array();
    }

    static FactorMatrix readFactors(byte[] bytes, String file, int rows) {
        ByteBuffer in = littleEndian(bytes);
        int n = count(in, file);
        int d = count(in, file);
        if (n != rows) {
            throw refusal(file, "factors of " + n + " rows instead of " + rows);
        }
        if (d < 1 || d > MAX_DIMENSION) {
            throw refusal(file, "dimension " + d + "; 1 to " + MAX_DIMENSION);
        }
        return new FactorMatrix(readFloats(in, (long) n * d, file), d);
    }

    private static float[] readGramian(byte[] bytes, int dimension) {
        ByteBuffer in = littleEndian(bytes);
        int d = count(in, GRAMIAN);
        if (d != dimension) {
            throw refusal(GRAMIAN, "dimension " + d + " instead of " + dimension);
        }
        return readFloats(in, (long) d * d, GRAMIAN);
    }

    /** The diagonal is checked and not all d² cells: n·d products tell a Gramian of other factors well enough. */
    private static void checkGramian(float[] gramian, FactorMatrix factors) {
        int d = factors.dimension();
        double[] squares = new double[d];
        for (int i = 0; i < factors.values().length; i++) {
            squares[i % d] += (double) factors.values()[i] * factors.values()[i];
        }
        for (int k = 0; k < d; k++) {
            if (!(Math.abs(gramian[k * d + k] - squares[k]) <= 1e-4 * squares[k] + 1e-30)) {
                throw refusal(
                        GRAMIAN,
                        "belongs to other factors: cell " + k + " of the diagonal is " + gramian[k * d + k]
                                + " instead of " + squares[k]);
            }
        }
    }

    static float[] readFloats(ByteBuffer in, long count, String file) {
        if (in.remaining() != count * Float.BYTES) {
            throw refusal(file, in.remaining() + " bytes of numbers instead of " + count * Float.BYTES);
        }
        float[] values = new float[(int) count];
        in.asFloatBuffer().get(values);
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw refusal(file, values[i] + " at position " + i);
            }
        }
        return values;
    }

    static int count(ByteBuffer in, String file) {
        if (in.remaining() < Integer.BYTES) {
            throw refusal(file, "ends in the middle of a number");
        }
        return in.getInt();
    }

    private static void expectEnd(ByteBuffer in, String file) {
        if (in.hasRemaining()) {
            throw refusal(file, in.remaining() + " bytes too many");
        }
    }

    static byte[] file(Map<String, byte[]> files, String name) {
        byte[] bytes = files.get(name);
        if (bytes == null) {
            throw refusal(name, "missing");
        }
        return bytes;
    }

    static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    static InvalidBundleException refusal(String file, String reason) {
        return new InvalidBundleException("model file " + file + ": " + reason);
    }
}
