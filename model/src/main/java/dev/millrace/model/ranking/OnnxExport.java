package dev.millrace.model.ranking;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;

/** Writes rankers as ONNX graphs: {@code features} [n, F] → {@code scores} [n]. */
public final class OnnxExport {

    private static final int OPSET = 13;
    private static final int IR_VERSION = 8;

    /** Shape of a vector of any length. */
    private static final TensorProto FLAT = TensorProto.newBuilder()
            .setName("flat")
            .setDataType(TensorProto.DataType.INT64.getNumber())
            .addDims(1)
            .addInt64Data(-1)
            .build();

    private OnnxExport() {}

    /** {@code scores = reshape(features × weights, [-1])}. */
    public static byte[] linear(LinearRanker ranker) {
        int width = ranker.weights().length;
        TensorProto.Builder weights = TensorProto.newBuilder()
                .setName("weights")
                .setDataType(TensorProto.DataType.FLOAT.getNumber())
                .addDims(width)
                .addDims(1);
        for (float weight : ranker.weights()) {
            weights.addFloatData(weight);
        }
        GraphProto graph = GraphProto.newBuilder()
                .setName("linear-ranker")
                .addInput(floats(OnnxRanker.INPUT, "n", width))
                .addOutput(floats(OnnxRanker.OUTPUT, "n", 0))
                .addInitializer(weights)
                .addInitializer(FLAT)
                .addNode(node("MatMul", "column", OnnxRanker.INPUT, "weights"))
                .addNode(node("Reshape", OnnxRanker.OUTPUT, "column", FLAT.getName()))
                .build();
        return model(graph).build().toByteArray();
    }

    /** {@code scores = reshape(trees(features), [-1])}. */
    public static byte[] trees(TreeEnsemble ranker) {
        GraphProto graph = GraphProto.newBuilder()
                .setName("tree-ranker")
                .addInput(floats(OnnxRanker.INPUT, "n", ranker.width()))
                .addOutput(floats(OnnxRanker.OUTPUT, "n", 0))
                .addInitializer(FLAT)
                .addNode(TreeExport.node(ranker, OnnxRanker.INPUT, "column"))
                .addNode(node("Reshape", OnnxRanker.OUTPUT, "column", FLAT.getName()))
                .build();
        return model(graph)
                .addOpsetImport(OperatorSetIdProto.newBuilder()
                        .setDomain(TreeExport.DOMAIN)
                        .setVersion(TreeExport.VERSION))
                .build()
                .toByteArray();
    }

    private static ModelProto.Builder model(GraphProto graph) {
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("millrace")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .setGraph(graph);
    }

    private static NodeProto node(String operator, String output, String... inputs) {
        var node = NodeProto.newBuilder().setOpType(operator).setName(output).addOutput(output);
        for (String input : inputs) {
            node.addInput(input);
        }
        return node.build();
    }

    /** @param columns 0 for a vector */
    private static ValueInfoProto floats(String name, String rows, int columns) {
        var shape = TensorShapeProto.newBuilder()
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam(rows));
        if (columns > 0) {
            shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(columns));
        }
        var tensor = TypeProto.Tensor.newBuilder()
                .setElemType(TensorProto.DataType.FLOAT.getNumber())
                .setShape(shape);
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }
}
