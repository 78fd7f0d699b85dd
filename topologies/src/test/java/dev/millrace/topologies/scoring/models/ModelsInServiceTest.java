package dev.millrace.topologies.scoring.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.features.ItemTable;
import dev.millrace.model.recommend.ServingModel;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ModelsInServiceTest {

    final ItemTable items = new ItemTable(TestModels.DEFINITIONS);

    @Test
    void shouldCloseARetiredModelOnlyWhenNobodyUsesIt() {
        ServingModel old = model("m1");
        var service = new ModelsInService(Lineup.of("default", old));
        ModelSource.Reader reader = service.reader();
        assertThat(reader.take()).isNotNull();

        service.swap(Lineup.of("default", model("m2")));
        assertThat(service.closeRetired()).as("in use").isEqualTo(1);
        score(old);

        reader.release();
        assertThat(service.closeRetired()).isZero();
    }

    @Test
    void shouldKeepAModelOpenThatStaysInService() {
        ServingModel kept = model("m1");
        var service = new ModelsInService(Lineup.of("default", kept));

        service.swap(new Lineup("default", "another", kept, List.of(), List.of()));

        assertThat(service.closeRetired()).isZero();
        score(kept);
    }

    @Test
    void shouldNotBeHeldUpByAReaderThatIsGone() {
        var service = new ModelsInService(Lineup.of("default", model("m1")));
        ModelSource.Reader reader = service.reader();
        reader.take();
        reader.close();

        service.swap(Lineup.withoutModel("default"));

        assertThat(service.closeRetired()).isZero();
    }

    static void score(ServingModel model) {
        float[] scores = new float[1];
        Objects.requireNonNull(model.ranker())
                .score(new float[TestModels.DEFINITIONS.columns().size()], 1, scores);
    }

    ServingModel model(String version) {
        return ServingModel.load(TestModels.bundle(version, 5, 2, TestModels.ranker()), items, TestModels.DEFINITIONS);
    }
}
