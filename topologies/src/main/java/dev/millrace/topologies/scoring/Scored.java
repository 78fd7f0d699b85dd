package dev.millrace.topologies.scoring;

import dev.millrace.avro.Candidates;
import dev.millrace.avro.ScoredExample;
import java.util.List;

/** What one scoring of one user publishes. */
record Scored(Candidates candidates, List<ScoredExample> examples) {}
