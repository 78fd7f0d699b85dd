package dev.millrace.model.ranking;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Set;

/**
 * Looks through an ONNX file before the runtime does: a model is data from outside, and may neither name files to read
 * nor code to load.
 */
final class OnnxInspection {

    /** A ranker scores hundreds of rows in a millisecond; nothing that does is larger. */
    static final int MAX_BYTES = 64 << 20;

    private static final Set<String> STANDARD_DOMAINS = Set.of("", "ai.onnx", "ai.onnx.ml");

    private OnnxInspection() {}

    /** @throws InvalidRankerException when the file is too large, damaged, or reaches outside itself */
    static void check(byte[] onnx) {
        if (onnx.length == 0 || onnx.length > MAX_BYTES) {
            throw new InvalidRankerException("a ranker has 1 to " + MAX_BYTES + " bytes, not " + onnx.length);
        }
        ModelProto model;
        try {
            model = ModelProto.parseFrom(onnx);
        } catch (InvalidProtocolBufferException e) {
            throw new InvalidRankerException("the ranker is not an ONNX file: " + e.getMessage(), e);
        }
        for (OperatorSetIdProto operators : model.getOpsetImportList()) {
            checkDomain(operators.getDomain());
        }
        model.getFunctionsList().forEach(function -> function.getNodeList().forEach(OnnxInspection::check));
        check(model.getGraph());
    }

    private static void check(GraphProto graph) {
        graph.getInitializerList().forEach(OnnxInspection::check);
        graph.getSparseInitializerList().forEach(OnnxInspection::check);
        graph.getNodeList().forEach(OnnxInspection::check);
    }

    private static void check(NodeProto node) {
        checkDomain(node.getDomain());
        for (AttributeProto attribute : node.getAttributeList()) {
            check(attribute.getT());
            attribute.getTensorsList().forEach(OnnxInspection::check);
            check(attribute.getSparseTensor());
            attribute.getSparseTensorsList().forEach(OnnxInspection::check);
            if (attribute.hasG()) {
                check(attribute.getG());
            }
            attribute.getGraphsList().forEach(OnnxInspection::check);
        }
    }

    private static void check(SparseTensorProto tensor) {
        check(tensor.getValues());
        check(tensor.getIndices());
    }

    private static void check(TensorProto tensor) {
        if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL || tensor.getExternalDataCount() > 0) {
            throw new InvalidRankerException(
                    "the ranker keeps tensor '" + tensor.getName() + "' in another file; all data must be inside");
        }
    }

    private static void checkDomain(String domain) {
        if (!STANDARD_DOMAINS.contains(domain)) {
            throw new InvalidRankerException(
                    "the ranker uses the operator domain '" + domain + "'; only ONNX's own operators are run");
        }
    }
}
