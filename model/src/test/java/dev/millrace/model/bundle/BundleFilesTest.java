package dev.millrace.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.model.factors.FactorMatrix;
import dev.millrace.model.factors.ItemIndex;
import dev.millrace.model.foldin.FoldInSettings;
import dev.millrace.model.newitems.CategoryFactors;
import dev.millrace.model.newitems.NewItemBasis;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

class BundleFilesTest {

    private static final FactorMatrix FACTORS = new FactorMatrix(new float[] {1, 0, 0, 2, 0, 0.5f}, 2);
    private static final ModelBundle MODEL = ModelBundle.of(
            "m-1",
            ItemIndex.of(List.of("a", "ö", "c")),
            FACTORS,
            FoldInSettings.defaults(),
            List.of("popularity"),
            new byte[] {1, 2, 3});

    private final Map<String, byte[]> files = BundleFiles.write(MODEL);

    @Test
    void shouldReadWhatItWrote() {
        ModelBundle read = read();
        assertThat(read.version()).isEqualTo("m-1");
        assertThat(read.items().ids()).containsExactly("a", "ö", "c");
        assertThat(read.factors().values()).containsExactly(FACTORS.values());
        assertThat(read.factors().dimension()).isEqualTo(2);
        assertThat(read.gramian()).containsExactly(1, 0, 0, 4.25f);
        assertThat(read.foldIn()).isEqualTo(FoldInSettings.defaults());
        assertThat(read.features()).containsExactly("popularity");
        assertThat(read.rankerOnnx()).containsExactly(1, 2, 3);
    }

    @Test
    void shouldReadBackWhatFoldsNewItemsIn() {
        var categories = new CategoryFactors(
                ItemIndex.of(List.of("toys", "books")), new FactorMatrix(new float[] {1, 2, 3, 4, 5, 6}, 2));
        var basis = new NewItemBasis(7, new float[] {4, 1, 1, 3}, categories);
        Map<String, byte[]> written = BundleFiles.write(MODEL.withNewItems(basis));

        NewItemBasis read = Objects.requireNonNull(BundleFiles.read("m-1", Map.of(), List.of("popularity"), written)
                .newItems());

        assertThat(read.users()).isEqualTo(7);
        assertThat(read.userGramian()).containsExactly(4, 1, 1, 3);
        assertThat(read.categories().names().ids()).containsExactly("toys", "books");
        assertThat(read.categories().expected(List.of("books"))).containsExactly(6, 8);
        for (String name : List.of("user-gramian", "categories", "category-factors")) {
            byte[] whole = bytes(written, name);
            for (int length = 0; length < whole.length; length++) {
                written.put(name, Arrays.copyOf(whole, length));
                assertThatThrownBy(() -> BundleFiles.read("m-1", Map.of(), List.of("popularity"), written))
                        .isInstanceOf(InvalidBundleException.class)
                        .hasMessageContaining(name);
            }
            written.put(name, whole);
        }
    }

    @Test
    void shouldRefuseAUserGramianThatIsNone() {
        var categories = new CategoryFactors(ItemIndex.of(List.of()), new FactorMatrix(1, 2));
        var basis = new NewItemBasis(7, new float[] {1, 99, 99, 1}, categories);
        Map<String, byte[]> written = BundleFiles.write(MODEL.withNewItems(basis));
        assertThatThrownBy(() -> BundleFiles.read("m-1", Map.of(), List.of("popularity"), written))
                .isInstanceOf(InvalidBundleException.class)
                .hasMessageContaining("user-gramian");
    }

    @Test
    void shouldKeepItsFormat() {
        assertThat(HexFormat.of().formatHex(bytes(BundleFiles.ITEMS)))
                .isEqualTo("03000000" + "01000000" + "61" + "02000000" + "c3b6" + "01000000" + "63");
        assertThat(HexFormat.of().formatHex(bytes(BundleFiles.FACTORS)))
                .isEqualTo("03000000" + "02000000" + "0000803f" + "00000000" + "00000000" + "00000040" + "00000000"
                        + "0000003f");
    }

    @Test
    void shouldNameTheFileThatIsMissing() {
        files.remove(BundleFiles.GRAMIAN);
        refused().hasMessageContaining("gramian").hasMessageContaining("missing");
    }

    @Test
    void shouldRefuseFactorsThatAreNotNumbers() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            putFloat(BundleFiles.FACTORS, 8 + 4 * 3, bad);
            refused().hasMessageContaining("item-factors").hasMessageContaining("position 3");
        }
    }

    @Test
    void shouldRefuseDimensionsThatDoNotFit() {
        putInt(BundleFiles.FACTORS, 0, 4);
        refused().hasMessageContaining("4 rows instead of 3");
        putInt(BundleFiles.FACTORS, 0, 3);
        putInt(BundleFiles.FACTORS, 4, 3);
        refused().hasMessageContaining("24 bytes of numbers instead of 36");
        putInt(BundleFiles.FACTORS, 4, 2);
        putInt(BundleFiles.GRAMIAN, 0, 3);
        refused().hasMessageContaining("gramian").hasMessageContaining("dimension 3 instead of 2");
    }

    @Test
    void shouldRefuseAGramianOfOtherFactors() {
        putFloat(BundleFiles.GRAMIAN, 4, 1.1f);
        refused().hasMessageContaining("gramian").hasMessageContaining("other factors");
    }

    @Test
    void shouldRefuseAbsurdSizesWithoutAllocatingThem() {
        for (int size : new int[] {Integer.MAX_VALUE, -1, Integer.MIN_VALUE, 0}) {
            putInt(BundleFiles.ITEMS, 0, size);
            refused().hasMessageContaining(size + " names");
        }
        putInt(BundleFiles.ITEMS, 0, 3);
        putInt(BundleFiles.ITEMS, 4, Integer.MAX_VALUE);
        refused().hasMessageContaining("name 0");
        putInt(BundleFiles.ITEMS, 4, 1);
        putInt(BundleFiles.FACTORS, 4, Integer.MAX_VALUE);
        refused().hasMessageContaining("dimension");
    }

    @Test
    void shouldRefuseIdsThatOccurTwiceOrAreNoText() {
        bytes(BundleFiles.ITEMS)[bytes(BundleFiles.ITEMS).length - 1] = 'a';
        refused().hasMessageContaining("occurs twice");
        bytes(BundleFiles.ITEMS)[bytes(BundleFiles.ITEMS).length - 1] = (byte) 0xFF;
        refused().hasMessageContaining("not UTF-8");
    }

    @Test
    void shouldRefuseARankerThatCannotServe() {
        files.put(BundleFiles.RANKER, new byte[0]);
        refused().hasMessageContaining("ranker.onnx");
        files.put(BundleFiles.RANKER, new byte[] {1});
        assertThatThrownBy(() -> BundleFiles.read("m-1", Map.of(), List.of(), files))
                .isInstanceOf(InvalidBundleException.class)
                .hasMessageContaining("names of its features");
    }

    @Test
    void shouldRefuseBadSettings() {
        assertThatThrownBy(() -> BundleFiles.read("m-1", Map.of("model.lambda", "-1"), List.of("popularity"), files))
                .isInstanceOf(InvalidBundleException.class)
                .hasMessageContaining("model.lambda");
    }

    @Test
    void shouldRefuseEveryTruncation() {
        for (String name : List.of(BundleFiles.ITEMS, BundleFiles.FACTORS, BundleFiles.GRAMIAN)) {
            byte[] whole = bytes(name);
            for (int length = 0; length < whole.length; length++) {
                files.put(name, Arrays.copyOf(whole, length));
                refused().hasMessageContaining(name);
            }
            files.put(name, Arrays.copyOf(whole, whole.length + 4));
            refused().hasMessageContaining(name);
            files.put(name, whole);
        }
    }

    @Test
    void shouldReadRandomDamageAsAModelOrRefuseIt() {
        Random random = new Random(51);
        int refusals = 0;
        for (int round = 0; round < 20_000; round++) {
            Map<String, byte[]> damaged = BundleFiles.write(MODEL);
            byte[] file =
                    bytes(damaged, List.of("items", "item-factors", "gramian").get(random.nextInt(3)));
            file[random.nextInt(file.length)] = (byte) random.nextInt();
            try {
                ModelBundle read = BundleFiles.read("m-1", Map.of(), List.of("popularity"), damaged);
                assertThat(read.factors().rows()).isEqualTo(read.items().size());
            } catch (InvalidBundleException e) {
                refusals++;
            }
        }
        assertThat(refusals).isGreaterThan(5000);
    }

    private ModelBundle read() {
        return BundleFiles.read("m-1", MODEL.foldIn().toMap(), List.of("popularity"), files);
    }

    private AbstractThrowableAssert<?, ? extends Throwable> refused() {
        return assertThatThrownBy(this::read).isInstanceOf(InvalidBundleException.class);
    }

    private byte[] bytes(String file) {
        return bytes(files, file);
    }

    private static byte[] bytes(Map<String, byte[]> files, String file) {
        return Objects.requireNonNull(files.get(file), file);
    }

    private void putInt(String file, int at, int value) {
        ByteBuffer.wrap(bytes(file)).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
    }

    private void putFloat(String file, int at, float value) {
        putInt(file, at, Float.floatToRawIntBits(value));
    }
}
