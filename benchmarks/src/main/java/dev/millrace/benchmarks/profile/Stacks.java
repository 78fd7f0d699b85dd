package dev.millrace.benchmarks.profile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/** The samples of a flight recording by owner: an app, the broker, or everything else. */
final class Stacks {

    static final String BROKER = "broker";
    static final String OTHERS = "others";

    private static final Pattern OF_APP =
            Pattern.compile("[\\w-]+\\.([a-z]+(?:-[a-z]+)*-app)-[0-9a-f]{8}-[0-9a-f-]{27}.*");
    private static final Pattern OF_BROKER = Pattern.compile(
            "(data-plane|control-plane|kafka-\\d|executor-|group-coordinator|transaction|TxnMarker|AddPartitions|quorum|raft|controller|Expiration|broker-|log-).*");

    private final Map<String, List<List<String>>> byOwner = new TreeMap<>();

    private Stacks() {}

    /** Reads the samples of running Java code. */
    static Stacks read(Path recording) {
        Stacks stacks = new Stacks();
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                if (event.getEventType().getName().equals("jdk.ExecutionSample") && event.getStackTrace() != null) {
                    RecordedThread thread = event.getThread("sampledThread");
                    stacks.add(
                            thread == null ? "" : String.valueOf(thread.getJavaName()),
                            event.getStackTrace().getFrames());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the flight recording " + recording + " cannot be read", e);
        }
        return stacks;
    }

    private void add(String thread, List<RecordedFrame> leafFirst) {
        List<String> frames = new ArrayList<>(leafFirst.size());
        for (RecordedFrame frame : leafFirst) {
            frames.add(frame.getMethod().getType().getName() + "."
                    + frame.getMethod().getName());
        }
        Collections.reverse(frames);
        byOwner.computeIfAbsent(owner(thread), unseen -> new ArrayList<>()).add(frames);
    }

    static String owner(String thread) {
        // An app's producers are named after its threads.
        String name = thread.substring(thread.lastIndexOf(' ') + 1);
        Matcher app = OF_APP.matcher(name);
        if (app.matches()) {
            return app.group(1);
        }
        return OF_BROKER.matcher(thread).matches() ? BROKER : OTHERS;
    }

    /** Owners that have samples. */
    List<String> owners() {
        return List.copyOf(byOwner.keySet());
    }

    int samples() {
        return byOwner.values().stream().mapToInt(List::size).sum();
    }

    /** Frames of each sample, outermost first; {@code Class.method} with the package. */
    List<List<String>> of(String owner) {
        return byOwner.getOrDefault(owner, List.of());
    }

    /**
     * Samples by who is to answer for them: the innermost frame of Millrace's own; without one, the library whose code
     * the thread ran.
     */
    Map<String, Integer> charged(String owner) {
        Map<String, Integer> charged = new HashMap<>();
        for (List<String> frames : of(owner)) {
            charged.merge(charge(frames), 1, Integer::sum);
        }
        return charged;
    }

    private static String charge(List<String> frames) {
        for (int i = frames.size() - 1; i >= 0; i--) {
            if (frames.get(i).startsWith("dev.millrace.")) {
                return shortened(frames.get(i));
            }
        }
        for (int i = frames.size() - 1; i >= 0; i--) {
            String frame = frames.get(i);
            if (frame.startsWith("org.rocksdb.")) {
                return "(RocksDB)";
            }
            if (frame.startsWith("org.apache.kafka.streams.")) {
                return "(Kafka Streams)";
            }
            if (frame.startsWith("org.apache.kafka.clients.")) {
                return "(Kafka clients)";
            }
        }
        return "(others)";
    }

    /** The class without its package, and the method. */
    static String shortened(String frame) {
        int method = frame.lastIndexOf('.');
        int type = frame.lastIndexOf('.', method - 1);
        return frame.substring(type + 1);
    }
}
