package dev.millrace.model.ranking;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.List;

/** Writes trees as the parallel lists of an ONNX {@code TreeEnsembleRegressor} (domain ai.onnx.ml, version 1). */
final class TreeExport {

    static final String DOMAIN = "ai.onnx.ml";
    static final int VERSION = 1;

    private final List<Long> treeIds = new ArrayList<>();
    private final List<Long> nodeIds = new ArrayList<>();
    private final List<Long> features = new ArrayList<>();
    private final List<Float> thresholds = new ArrayList<>();
    private final List<String> modes = new ArrayList<>();
    private final List<Long> left = new ArrayList<>();
    private final List<Long> right = new ArrayList<>();
    private final List<Long> leafTrees = new ArrayList<>();
    private final List<Long> leafNodes = new ArrayList<>();
    private final List<Long> leafTargets = new ArrayList<>();
    private final List<Float> leafWeights = new ArrayList<>();

    private TreeExport() {}

    static NodeProto node(TreeEnsemble ensemble, String input, String output) {
        var export = new TreeExport();
        for (int tree = 0; tree < ensemble.trees().size(); tree++) {
            export.add(tree, ensemble.trees().get(tree));
        }
        return NodeProto.newBuilder()
                .setOpType("TreeEnsembleRegressor")
                .setDomain(DOMAIN)
                .setName("trees")
                .addInput(input)
                .addOutput(output)
                .addAttribute(AttributeProto.newBuilder()
                        .setName("n_targets")
                        .setType(AttributeProto.AttributeType.INT)
                        .setI(1))
                .addAttribute(ints("nodes_treeids", export.treeIds))
                .addAttribute(ints("nodes_nodeids", export.nodeIds))
                .addAttribute(ints("nodes_featureids", export.features))
                .addAttribute(floats("nodes_values", export.thresholds))
                .addAttribute(strings("nodes_modes", export.modes))
                .addAttribute(ints("nodes_truenodeids", export.left))
                .addAttribute(ints("nodes_falsenodeids", export.right))
                .addAttribute(ints("target_treeids", export.leafTrees))
                .addAttribute(ints("target_nodeids", export.leafNodes))
                .addAttribute(ints("target_ids", export.leafTargets))
                .addAttribute(floats("target_weights", export.leafWeights))
                .build();
    }

    /** Inner nodes keep their numbers; leaves follow them. */
    private void add(int number, TreeEnsemble.Tree tree) {
        int inner = tree.feature().length;
        for (int node = 0; node < inner; node++) {
            add(
                    number,
                    node,
                    "BRANCH_LEQ",
                    tree.feature()[node],
                    tree.threshold()[node],
                    child(tree.left()[node], inner),
                    child(tree.right()[node], inner));
        }
        for (int leaf = 0; leaf <= inner; leaf++) {
            add(number, inner + leaf, "LEAF", 0, 0, 0, 0);
            leafTrees.add((long) number);
            leafNodes.add((long) inner + leaf);
            leafTargets.add(0L);
            leafWeights.add(tree.leaves()[leaf]);
        }
    }

    private void add(int tree, int node, String mode, int feature, float threshold, int onTrue, int onFalse) {
        treeIds.add((long) tree);
        nodeIds.add((long) node);
        modes.add(mode);
        features.add((long) feature);
        thresholds.add(threshold);
        left.add((long) onTrue);
        right.add((long) onFalse);
    }

    private static int child(int child, int inner) {
        return child >= 0 ? child : inner - 1 - child;
    }

    private static AttributeProto ints(String name, List<Long> values) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INTS)
                .addAllInts(values)
                .build();
    }

    private static AttributeProto floats(String name, List<Float> values) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.FLOATS)
                .addAllFloats(values)
                .build();
    }

    private static AttributeProto strings(String name, List<String> values) {
        var attribute = AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.STRINGS);
        values.forEach(value -> attribute.addStrings(com.google.protobuf.ByteString.copyFromUtf8(value)));
        return attribute.build();
    }
}
