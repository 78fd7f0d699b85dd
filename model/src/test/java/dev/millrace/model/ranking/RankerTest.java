package dev.millrace.model.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RankerTest {

    static final int WIDTH = 5;

    @Test
    void shouldScoreInOnnxRuntimeAsInJava() {
        var random = new Random(5);
        LinearRanker linear = new LinearRanker(randoms(random, WIDTH));
        float[] rows = randoms(random, 200 * WIDTH);
        float[] expected = new float[200];
        float[] scores = new float[200];
        linear.score(rows, 200, expected);

        try (OnnxRanker onnx = OnnxRanker.load(OnnxExport.linear(linear), WIDTH);
                OnnxRanker sibling = onnx.sibling()) {
            onnx.score(rows, 200, scores);
            assertThat(scores).containsExactly(expected, within(1e-5f));
            sibling.score(rows, 7, scores);
            assertThat(scores).containsExactly(expected, within(1e-5f));
        }
    }

    @Test
    void shouldRefuseWhatIsNoUsableRanker() throws InvalidProtocolBufferException {
        byte[] good = OnnxExport.linear(new LinearRanker(new float[WIDTH]));
        ModelProto model = ModelProto.parseFrom(good);
        byte[] nan = OnnxExport.linear(new LinearRanker(new float[] {Float.NaN, 0, 0, 0, 0}));

        refused(new byte[0], "1 to");
        refused("not a model".getBytes(java.nio.charset.StandardCharsets.UTF_8), "ranker");
        refused(nan, "NaN");
        refused(external(model), "another file");
        refused(
                model.toBuilder()
                        .addOpsetImport(OperatorSetIdProto.newBuilder()
                                .setDomain("com.evil")
                                .setVersion(1))
                        .build()
                        .toByteArray(),
                "com.evil");
        var renamed = model.toBuilder();
        renamed.getGraphBuilder().getOutputBuilder(0).setName("result");
        renamed.getGraphBuilder().getNodeBuilder(1).setOutput(0, "result");
        refused(renamed.build().toByteArray(), "scores");
        assertThatThrownBy(() -> OnnxRanker.load(good, WIDTH + 1))
                .isInstanceOf(InvalidRankerException.class)
                .hasMessageContaining("float [n, 6]");
    }

    static byte[] external(ModelProto model) {
        var changed = model.toBuilder();
        changed.getGraphBuilder()
                .getInitializerBuilder(0)
                .clearFloatData()
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(
                        StringStringEntryProto.newBuilder().setKey("location").setValue("/etc/passwd"));
        return changed.build().toByteArray();
    }

    static void refused(byte[] onnx, String reason) {
        assertThatThrownBy(() -> OnnxRanker.load(onnx, WIDTH))
                .isInstanceOf(InvalidRankerException.class)
                .hasMessageContaining(reason);
    }

    static float[] randoms(Random random, int n) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
