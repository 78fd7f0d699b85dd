package dev.millrace.topologies.scoring;

import dev.millrace.avro.Candidates;
import dev.millrace.avro.Erasure;
import dev.millrace.avro.ScoredExample;
import dev.millrace.model.recommend.NewItemTouch;
import java.util.List;

/** What the processor of events hands on. */
sealed interface Outcome {

    /** What one scoring of one user publishes; keyed by user. */
    record Scored(Candidates candidates, List<ScoredExample> examples) implements Outcome {}

    /** An erasure was read: there is nothing to show to this user any more; keyed by user. */
    record Withdrawn() implements Outcome {}

    /** A session is over: whoever has something of it forgets it; keyed by user. */
    record Ended(Erasure session) implements Outcome {}

    /** On its way to the partition of an item that a model has not seen; keyed by item. */
    record Touched(NewItemTouch touch) implements Outcome {}
}
