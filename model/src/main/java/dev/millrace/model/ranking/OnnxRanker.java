package dev.millrace.model.ranking;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A ranker in ONNX: input {@code features}, float [n, F]; output {@code scores}, float [n] or [n, 1]. The session may
 * be shared, its buffers may not: {@link #sibling()} gives another thread its own.
 */
public final class OnnxRanker implements Ranker {

    public static final String INPUT = "features";
    public static final String OUTPUT = "scores";

    private static final int SMOKE_ROWS = 3;

    private final OrtSession session;
    private final boolean owner;
    private final int width;
    private final RankerHealth health;
    private @Nullable FloatBuffer buffer;

    private OnnxRanker(OrtSession session, boolean owner, int width, RankerHealth health) {
        this.session = session;
        this.owner = owner;
        this.width = width;
        this.health = health;
    }

    /**
     * Inspects, loads and tries the ranker.
     *
     * @param features number of input columns that the manifest names
     * @throws InvalidRankerException when it is damaged, reaches outside itself, has another signature, or gives scores
     *     that are no numbers
     */
    public static OnnxRanker load(byte[] onnx, int features) {
        OnnxInspection.check(onnx);
        OrtSession session = null;
        try (var options = new OrtSession.SessionOptions()) {
            // Scoring already runs on as many threads as there are partitions to work on.
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            // The arena never gives back what one large run took.
            options.setCPUArenaAllocator(false);
            options.setMemoryPatternOptimization(false);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.BASIC_OPT);
            session = OrtEnvironment.getEnvironment().createSession(onnx, options);
            checkSignature(session, features);
            var ranker = new OnnxRanker(session, true, features, new RankerHealth());
            ranker.smoke();
            return ranker;
        } catch (OrtException e) {
            close(session);
            throw new InvalidRankerException("ONNX Runtime refuses the ranker: " + e.getMessage(), e);
        } catch (InvalidRankerException e) {
            close(session);
            throw e;
        }
    }

    /** The same model for another thread; closing it leaves the model open. */
    public OnnxRanker sibling() {
        return new OnnxRanker(session, false, width, health);
    }

    /** How the runs of this model went, those of its siblings included. */
    public RankerHealth health() {
        return health;
    }

    /**
     * Scores as {@link #score} does, unless the ranker fails, takes longer than {@link RankDeadline#LIMIT} or gives a
     * score that is no number; a model that did so {@link RankerHealth#TOLERATED} times in a row is not asked again.
     *
     * @return whether {@code scores} holds the scores
     */
    public boolean tryScore(float[] rows, int n, float[] scores) {
        if (health.failing()) {
            return false;
        }
        try {
            score(rows, n, scores);
        } catch (InvalidRankerException e) {
            health.failed(String.valueOf(e.getMessage()));
            return false;
        }
        for (int i = 0; i < n; i++) {
            if (!Float.isFinite(scores[i])) {
                health.failed("the ranker gives the score " + scores[i]);
                return false;
            }
        }
        health.succeeded();
        return true;
    }

    /** @throws InvalidRankerException when the ranker fails or does not end in time */
    @Override
    public void score(float[] rows, int n, float[] scores) {
        if (n == 0) {
            return;
        }
        FloatBuffer input = input(n * width);
        input.put(rows, 0, n * width).flip();
        try (RankDeadline.Run run = RankDeadline.begin();
                OnnxTensor tensor =
                        OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), input, new long[] {n, width})) {
            score(run, tensor, n, scores);
        } catch (OrtException e) {
            throw new InvalidRankerException("ONNX Runtime failed to score " + n + " rows: " + e.getMessage(), e);
        }
    }

    private void score(RankDeadline.Run run, OnnxTensor tensor, int n, float[] scores) throws OrtException {
        try (OrtSession.Result result = session.run(Map.of(INPUT, tensor), Set.of(OUTPUT), run.options())) {
            FloatBuffer output = ((OnnxTensor) result.get(0)).getFloatBuffer();
            if (output.remaining() != n) {
                throw new InvalidRankerException(output.remaining() + " scores for " + n + " rows");
            }
            output.get(scores, 0, n);
        } catch (OrtException e) {
            if (run.late()) {
                throw InvalidRankerException.tooSlow(n);
            }
            throw e;
        }
    }

    @Override
    public void close() {
        if (owner) {
            close(session);
        }
    }

    /** Direct memory, kept and grown: a new buffer for each list would be cleared and freed each time. */
    private FloatBuffer input(int values) {
        FloatBuffer known = buffer;
        if (known == null || known.capacity() < values) {
            known = ByteBuffer.allocateDirect(Math.max(values, 256 * width) * Float.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
            buffer = known;
        }
        known.clear();
        return known;
    }

    private static void checkSignature(OrtSession session, int features) throws OrtException {
        NodeInfo input = session.getInputInfo().get(INPUT);
        if (input == null || session.getNumInputs() != 1 || !(input.getInfo() instanceof TensorInfo in)) {
            throw new InvalidRankerException("a ranker has one input named " + INPUT + ", this one has "
                    + session.getInputInfo().keySet());
        }
        long[] shape = in.getShape();
        if (in.type != OnnxJavaType.FLOAT || shape.length != 2 || (shape[1] != features && shape[1] != -1)) {
            throw new InvalidRankerException("the ranker's input must be float [n, " + features + "], is " + in);
        }
        NodeInfo output = session.getOutputInfo().get(OUTPUT);
        if (output == null || !(output.getInfo() instanceof TensorInfo out) || out.type != OnnxJavaType.FLOAT) {
            throw new InvalidRankerException("a ranker has a float output named " + OUTPUT + ", this one has "
                    + session.getOutputInfo().keySet());
        }
    }

    private void smoke() {
        float[] rows = new float[SMOKE_ROWS * width];
        Arrays.fill(rows, width, 2 * width, 1f);
        for (int i = 2 * width; i < rows.length; i++) {
            rows[i] = 0.01f * (i % 97);
        }
        float[] scores = new float[SMOKE_ROWS];
        score(rows, SMOKE_ROWS, scores);
        for (float score : scores) {
            if (!Float.isFinite(score)) {
                throw new InvalidRankerException("the ranker gives the score " + score + " for ordinary features");
            }
        }
    }

    private static void close(@Nullable OrtSession session) {
        if (session == null) {
            return;
        }
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime could not release a ranker", e);
        }
    }
}
