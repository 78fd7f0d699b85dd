package dev.millrace.model.ranking;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.Arrays;
import java.util.List;

/** Rankers of a few hundred bytes: the first column, and on the way there something that no app should run. */
final class BadRankers {

    private static final long FOR_EVER = 1L << 62;
    private static final long THREE_GIGABYTES = 800_000_000;

    private static final List<TensorShapeProto.Dimension> ROWS_BY_ONE = List.of(
            TensorShapeProto.Dimension.newBuilder().setDimParam("n").build(),
            TensorShapeProto.Dimension.newBuilder().setDimValue(1).build());

    private BadRankers() {}

    /** Loops as often as there are numbers. */
    static byte[] endlessLoop(int width) {
        GraphProto body = GraphProto.newBuilder()
                .setName("body")
                .addInput(value("i", TensorProto.DataType.INT64, List.of()))
                .addInput(value("going", TensorProto.DataType.BOOL, List.of()))
                .addInput(value("sum", TensorProto.DataType.FLOAT, ROWS_BY_ONE))
                .addNode(node("Identity", "still", "going"))
                .addNode(node("Add", "more", "sum", "one"))
                .addOutput(value("still", TensorProto.DataType.BOOL, List.of()))
                .addOutput(value("more", TensorProto.DataType.FLOAT, ROWS_BY_ONE))
                .build();
        NodeProto loop = node("Loop", "result", "trips", "yes", "column").toBuilder()
                .addAttribute(AttributeProto.newBuilder()
                        .setName("body")
                        .setType(AttributeProto.AttributeType.GRAPH)
                        .setG(body))
                .build();
        return model(width)
                .addInitializer(longs("trips", FOR_EVER))
                .addInitializer(TensorProto.newBuilder()
                        .setName("yes")
                        .setDataType(TensorProto.DataType.BOOL.getNumber())
                        .addInt32Data(1))
                .addInitializer(one())
                .addNode(loop)
                .addNode(node("Reshape", OnnxRanker.OUTPUT, "result", "flat"))
                .toBytes();
    }

    /** Makes three gigabytes of zeros and adds their sum. */
    static byte[] hugeZeros(int width) {
        return huge(width, node("ConstantOfShape", "zeros", "size"));
    }

    /** Makes one number three gigabytes long. */
    static byte[] hugeExpansion(int width) {
        return huge(width, node("Expand", "zeros", "one", "size"));
    }

    /** One operator on the first column. */
    static byte[] unary(int width, String operator) {
        return model(width)
                .addNode(node(operator, "result", "column"))
                .addNode(node("Reshape", OnnxRanker.OUTPUT, "result", "flat"))
                .toBytes();
    }

    /** A number for ordinary features, none once the first column is above the bound. */
    static byte[] noNumberAbove(int width, float bound) {
        return model(width)
                .addInitializer(floats("bound", bound))
                .addNode(node("Sub", "room", "bound", "column"))
                .addNode(node("Sqrt", "result", "room"))
                .addNode(node("Reshape", OnnxRanker.OUTPUT, "result", "flat"))
                .toBytes();
    }

    /** One score, however many rows there are. */
    static byte[] oneScore(int width) {
        return model(width)
                .addInitializer(longs("first", 0))
                .addNode(node("Gather", "result", "column", "first"))
                .addNode(node("Reshape", OnnxRanker.OUTPUT, "result", "flat"))
                .toBytes();
    }

    /** Fewer dimensions than bytes: cut off in the middle. */
    static byte[] cut(int width) {
        byte[] whole = OnnxExport.linear(new LinearRanker(new float[width]));
        return Arrays.copyOf(whole, whole.length / 2);
    }

    private static byte[] huge(int width, NodeProto zeros) {
        return model(width)
                .addInitializer(longs("size", THREE_GIGABYTES))
                .addInitializer(one())
                .addNode(zeros)
                .addNode(node("ReduceMax", "most", "zeros"))
                .addNode(node("Add", "result", "column", "most"))
                .addNode(node("Reshape", OnnxRanker.OUTPUT, "result", "flat"))
                .toBytes();
    }

    private static Graph model(int width) {
        var graph = new Graph(width);
        graph.addInitializer(longs("zero", 0)).addInitializer(longs("flat", -1));
        NodeProto column = node("Gather", "column", OnnxRanker.INPUT, "zero").toBuilder()
                .addAttribute(AttributeProto.newBuilder()
                        .setName("axis")
                        .setType(AttributeProto.AttributeType.INT)
                        .setI(1))
                .build();
        return graph.addNode(column);
    }

    private static NodeProto node(String operator, String output, String... inputs) {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .setName(output)
                .addOutput(output)
                .addAllInput(Arrays.asList(inputs))
                .build();
    }

    private static TensorProto longs(String name, long value) {
        return TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.INT64.getNumber())
                .addDims(1)
                .addInt64Data(value)
                .build();
    }

    private static TensorProto one() {
        return floats("one", 1);
    }

    private static TensorProto floats(String name, float value) {
        return TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.FLOAT.getNumber())
                .addDims(1)
                .addFloatData(value)
                .build();
    }

    private static ValueInfoProto value(
            String name, TensorProto.DataType type, List<TensorShapeProto.Dimension> dimensions) {
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(type.getNumber())
                                .setShape(TensorShapeProto.newBuilder().addAllDim(dimensions))))
                .build();
    }

    private static final class Graph {

        private final GraphProto.Builder graph = GraphProto.newBuilder().setName("bad");

        Graph(int width) {
            var rows = TensorShapeProto.newBuilder()
                    .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("n"));
            graph.addOutput(tensor(OnnxRanker.OUTPUT, rows.clone()));
            rows.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(width));
            graph.addInput(tensor(OnnxRanker.INPUT, rows));
        }

        private static ValueInfoProto tensor(String name, TensorShapeProto.Builder shape) {
            return ValueInfoProto.newBuilder()
                    .setName(name)
                    .setType(TypeProto.newBuilder()
                            .setTensorType(TypeProto.Tensor.newBuilder()
                                    .setElemType(TensorProto.DataType.FLOAT.getNumber())
                                    .setShape(shape)))
                    .build();
        }

        Graph addInitializer(TensorProto.Builder tensor) {
            return addInitializer(tensor.build());
        }

        Graph addInitializer(TensorProto tensor) {
            graph.addInitializer(tensor);
            return this;
        }

        Graph addNode(NodeProto node) {
            graph.addNode(node);
            return this;
        }

        byte[] toBytes() {
            return ModelProto.newBuilder()
                    .setIrVersion(8)
                    .setProducerName("test")
                    .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13))
                    .setGraph(graph)
                    .build()
                    .toByteArray();
        }
    }
}
