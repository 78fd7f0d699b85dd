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
                        new CatalogItem("2", "two\nlines", List.of(), null, null),
                        new CatalogItem("3", "Cup", List.of("Kitchen"), null, null));
        assertThat(loaded.report().repeatedRows()).isEqualTo(1);
        assertThat(loaded.report().broken()).containsOnlyKeys(RowProblem.MISSING_ITEM, RowProblem.WRONG_FIELD_COUNT);
        assertThat(FileOfEvents.lines(loaded.report(), RowProblem.MISSING_ITEM)).containsExactly(5L);
        assertThat(loaded.report().lostValues()).isEqualTo(1);
    }

    @Test
    void shouldReadMovieLensCatalogue() throws IOException {
        assertThat(read("movieId,title,genres\n1,Toy Story (1995),Adventure|Animation\n")
                        .items())
                .containsExactly(
                        new CatalogItem("1", "Toy Story (1995)", List.of("Adventure", "Animation"), null, null));
    }

    @Test
    void shouldLoseOneRowToAnOpenQuote() throws IOException {
        ItemFile.Loaded loaded =
                read("item_id,title,categories\n1,A,x\n2,\"open,x\n3,\"C, \"\"c\"\"\",x\n4,\"D\nd\",x\n");

        assertThat(loaded.items()).extracting(CatalogItem::itemId).containsExactly("1", "3", "4");
        assertThat(FileOfEvents.lines(loaded.report(), RowProblem.UNCLOSED_QUOTE))
                .containsExactly(3L);
    }

    @Test
    void shouldLoseAPriceThatCannotBeReadAndNotItsItem() throws IOException {
        ItemFile.Loaded loaded = read("sku;name;price\n1;A;1.299,00\n2;B;12,50 EUR\n3;C;cheap\n4;D;-5\n5;E;€ 7\n");

        assertThat(loaded.items()).extracting(CatalogItem::price).containsExactly(1299.0, 12.5, null, null, 7.0);
        assertThat(loaded.report().lostValues()).isEqualTo(2);
        assertThat(loaded.report().remarks())
                .anyMatch(line -> line.contains("decimal commas"))
                .anyMatch(line -> line.contains("line 4: 'cheap'"));
        assertThat(read("sku,price\n1,\"1,299\"\n").items())
                .extracting(CatalogItem::price)
                .containsOnlyNulls();
        assertThat(read("sku,price\n1,\"1,299\"\n2,3.5\n").items())
                .extracting(CatalogItem::price)
                .containsExactly(1299.0, 3.5);
    }

    @Test
    void shouldHonourHiddenItemsAndAvailability() throws IOException {
        List<CatalogItem> items = read("item_id,is_hidden,categories,time_stamp,available_until\n"
                        + "1,true,a|b,2024-01-01 00:00:00,\n2,false,\"[\"\"a\"\",\"\"b\"\"]\",2024-01-01 00:00:00,2024-02-01\n")
                .items();

        assertThat(items).extracting(CatalogItem::hidden).containsExactly(true, false);
        assertThat(items).extracting(CatalogItem::categories).containsOnly(List.of("a", "b"));
        assertThat(items.get(1).availableUntilMs()).isEqualTo(1_706_745_600_000L);
        assertThat(ItemFile.recordOf(items.get(0)).getAvailableUntilMs()).isEqualTo(1);
    }

    private ItemFile.Loaded read(String content) throws IOException {
        return ItemFile.read(Files.writeString(dir.resolve("items.csv"), content));
    }
}
