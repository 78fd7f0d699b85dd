package dev.millrace.topologies.scoring.models;

import dev.millrace.model.ranking.OnnxRanker;
import dev.millrace.model.recommend.ServingModel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import org.jspecify.annotations.Nullable;

/**
 * The models in service, swapped whole. A model that left service is closed as soon as no reader uses it: its ranker
 * holds native memory, which must neither leak nor vanish under a scoring.
 *
 * <p>Readers publish what they use (a hazard pointer each), so that taking costs two volatile accesses and no lock.
 */
public final class ModelsInService implements ModelSource {

    private final Set<Hazard> readers = new CopyOnWriteArraySet<>();
    private final List<ServingModel> retired = new ArrayList<>();
    private volatile @Nullable Lineup current;

    /** Not known yet whether there are models. */
    public ModelsInService() {}

    public ModelsInService(Lineup current) {
        this.current = current;
    }

    @Override
    public Reader reader() {
        var reader = new Hazard();
        readers.add(reader);
        return reader;
    }

    @Override
    public boolean known() {
        return current != null;
    }

    @Override
    public @Nullable Lineup current() {
        return current;
    }

    /** Puts other models into service. */
    public synchronized void swap(Lineup next) {
        Lineup before = current;
        current = next;
        if (before != null) {
            List<ServingModel> kept = next.models();
            before.models().stream()
                    .filter(model -> kept.stream().noneMatch(same -> same == model))
                    .forEach(retired::add);
        }
        closeRetired();
    }

    /** Closes retired models that nobody uses any more; returns how many are left. */
    public synchronized int closeRetired() {
        for (Iterator<ServingModel> models = retired.iterator(); models.hasNext(); ) {
            ServingModel model = models.next();
            if (readers.stream().noneMatch(reader -> reader.uses(model))) {
                OnnxRanker ranker = model.ranker();
                if (ranker != null) {
                    ranker.close();
                }
                models.remove();
            }
        }
        return retired.size();
    }

    private final class Hazard implements Reader {
        private volatile @Nullable Lineup inUse;

        @Override
        public @Nullable Lineup take() {
            Lineup taken;
            do {
                taken = current;
                inUse = taken; // seen by whoever retires it, or current has changed already
            } while (taken != current);
            return taken;
        }

        @Override
        public void release() {
            inUse = null;
        }

        @Override
        public void close() {
            release();
            readers.remove(this);
        }

        boolean uses(ServingModel model) {
            Lineup lineup = inUse;
            return lineup != null && lineup.models().stream().anyMatch(used -> used == model);
        }
    }
}
