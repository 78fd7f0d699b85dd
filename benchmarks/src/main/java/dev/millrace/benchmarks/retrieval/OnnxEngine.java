package dev.millrace.benchmarks.retrieval;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.protobuf.ByteString;
import dev.millrace.model.factors.FactorMatrix;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/**
 * ONNX Runtime with the graph {@code TopK(MatMul(users [n,d], items [d,m]))}. It cannot leave known items out, so it is
 * asked for as many more, and they are dropped here. One thread per call; the benchmark's threads call side by side.
 */
final class OnnxEngine implements Engine {

    private static final int OPSET = 13;
    private static final int IR_VERSION = 8;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final int d;

    OnnxEngine(FactorMatrix items) throws OrtException {
        d = items.dimension();
        try (var options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            session = environment.createSession(graph(items, K + Queries.KNOWN), options);
        }
    }

    @Override
    public int[][] search(Query[] queries) {
        FloatBuffer users = ByteBuffer.allocateDirect(queries.length * d * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        for (Query query : queries) {
            users.put(query.vector());
        }
        users.flip();
        try (OnnxTensor tensor = OnnxTensor.createTensor(environment, users, new long[] {queries.length, d});
                OrtSession.Result result = session.run(Map.of("users", tensor), Set.of("rows"))) {
            LongBuffer rows = ((OnnxTensor) result.get(0)).getLongBuffer();
            int perQuery = rows.remaining() / queries.length;
            int[][] found = new int[queries.length][];
            for (int i = 0; i < queries.length; i++) {
                found[i] = unknown(queries[i], rows, i * perQuery, perQuery);
            }
            return found;
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime failed to search", e);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("the ONNX session cannot be closed", e);
        }
    }

    private static int[] unknown(Query query, LongBuffer rows, int from, int count) {
        int[] found = new int[K];
        int size = 0;
        for (int i = from; i < from + count && size < K; i++) {
            int row = (int) rows.get(i);
            if (!query.knows(row)) {
                found[size++] = row;
            }
        }
        return size == K ? found : Arrays.copyOf(found, size);
    }

    private static byte[] graph(FactorMatrix items, int k) {
        TensorProto transposed = TensorProto.newBuilder()
                .setName("items")
                .setDataType(TensorProto.DataType.FLOAT.getNumber())
                .addDims(items.dimension())
                .addDims(items.rows())
                .setRawData(ByteString.copyFrom(columns(items)))
                .build();
        TensorProto count = TensorProto.newBuilder()
                .setName("k")
                .setDataType(TensorProto.DataType.INT64.getNumber())
                .addDims(1)
                .addInt64Data(Math.min(k, items.rows()))
                .build();
        GraphProto graph = GraphProto.newBuilder()
                .setName("retrieval")
                .addInput(value("users", TensorProto.DataType.FLOAT, items.dimension()))
                .addOutput(value("rows", TensorProto.DataType.INT64, Math.min(k, items.rows())))
                .addInitializer(transposed)
                .addInitializer(count)
                .addNode(NodeProto.newBuilder()
                        .setOpType("MatMul")
                        .addInput("users")
                        .addInput("items")
                        .addOutput("all"))
                .addNode(NodeProto.newBuilder()
                        .setOpType("TopK")
                        .addInput("all")
                        .addInput("k")
                        .addOutput("scores")
                        .addOutput("rows"))
                .build();
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .setGraph(graph)
                .build()
                .toByteArray();
    }

    /** One dimension after the other, little-endian. */
    private static byte[] columns(FactorMatrix items) {
        ByteBuffer bytes = ByteBuffer.allocate(items.rows() * items.dimension() * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int k = 0; k < items.dimension(); k++) {
            for (int row = 0; row < items.rows(); row++) {
                bytes.putFloat(items.values()[row * items.dimension() + k]);
            }
        }
        return bytes.array();
    }

    private static ValueInfoProto value(String name, TensorProto.DataType type, int columns) {
        var shape = TensorShapeProto.newBuilder()
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("n"))
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(columns));
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(type.getNumber())
                                .setShape(shape)))
                .build();
    }
}
