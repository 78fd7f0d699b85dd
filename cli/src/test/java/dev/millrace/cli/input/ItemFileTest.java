package dev.millrace.cli.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ItemFileTest {

    @TempDir
    Path dir;

    @Test
    void shouldReadCataloguesWithQuotesLineBreaksAndGaps() throws IOException {
        ItemFile.Loaded loaded = read("item_id,title,categories,price\n"
                + "1,\"Tea, \"\"green\"\"\",Drinks|Hot | ,2.50\n"
                + "2,\"two\nlines\",,\n"
                + ",nobody,,\n"
                + "3,Cup,Kitchen,cheap\n"
                + "1,Tea,Drinks,3\n"
                + "4,Pot\n");

        assertThat(loaded.items())
                .containsExactly(
                        new CatalogItem("1", "Tea", List.of("Drinks"), 3.0, null),
                        new CatalogItem("2", "two\nlines", List.of(), null, null));
        assertThat(loaded.report().repeatedRows()).isEqualTo(1);
        assertThat(loaded.report().broken())
                .containsOnlyKeys(RowProblem.MISSING_ITEM, RowProblem.UNREADABLE_VALUE, RowProblem.WRONG_FIELD_COUNT);
        assertThat(loaded.report().broken())
                .containsEntry(RowProblem.MISSING_ITEM, new FileReport.BrokenRows(1, List.of(5L)));
    }

    @Test
    void shouldReadMovieLensCatalogue() throws IOException {
        assertThat(read("movieId,title,genres\n1,Toy Story (1995),Adventure|Animation\n")
                        .items())
                .containsExactly(
                        new CatalogItem("1", "Toy Story (1995)", List.of("Adventure", "Animation"), null, null));
    }

    private ItemFile.Loaded read(String content) throws IOException {
        return ItemFile.read(Files.writeString(dir.resolve("items.csv"), content));
    }
}
