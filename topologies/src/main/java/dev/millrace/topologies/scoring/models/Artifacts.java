package dev.millrace.topologies.scoring.models;

import dev.millrace.model.bundle.FileEntry;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the files of a model can be had. */
interface Artifacts {

    /** The chunks of each file, null where one is missing; of nothing that the entries do not name. */
    Map<String, List<byte @Nullable []>> read(String version, Collection<FileEntry> files);
}
