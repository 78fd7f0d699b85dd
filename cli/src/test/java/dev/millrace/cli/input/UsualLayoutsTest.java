package dev.millrace.cli.input;

import static dev.millrace.cli.input.FileOfEvents.settings;
import static dev.millrace.cli.input.FileOfEvents.told;
import static dev.millrace.cli.input.FileOfEvents.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.cli.console.CommandFailure;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsualLayoutsTest {

    @TempDir
    Path dir;

    @Test
    void shouldReadMovieLensOfAllAges() throws IOException {
        for (String content : List.of(
                "7\t30\t4\t881250949\n8\t31\t2\t881250950\n",
                "7::30::4::881250949\n8::31::2::881250950\n",
                "userId,movieId,rating,timestamp\n7,30,4,881250949\n8,31,2,881250950\n")) {
            assertThat(EventFileTest.describe(read(content).log()))
                    .containsExactly("881250949000 7 30 rating 4.0", "881250950000 8 31 rating 2.0");
        }
    }

    @Test
    void shouldReadExportsOfOtherRecommendersAndShops() throws IOException {
        assertThat(
                        files().types(
                                        "feedback_type,user_id,item_id,time_stamp\nread,u,i,2024-03-05 10:00:00+00:00\nstar,u,i,2024-03-05 10:00:00\n"))
                .containsExactly("read view", "star like");
        assertThat(
                        files().types(
                                        "USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,EVENT_VALUE\n1,2,1709618828,Watch,0.5\n1,2,1709618828,Click,\n"))
                .containsExactly("Click click", "Watch play");
        assertThat(
                        files().types(
                                        "event_date,event_timestamp,event_name,user_pseudo_id,item_id,quantity\n20240305,1709618828123456,view_item,a.b,7,\n20240305,1709618828123457,add_to_cart,a.b,7,1\n"))
                .containsExactly("add_to_cart cart", "view_item view");
        assertThat(
                        files().types(
                                        "timestamp,visitorid,event,itemid,transactionid\n1709618828000,1,addtocart,2,\n1709618828001,1,transaction,2,9\n"))
                .containsExactly("addtocart cart", "transaction purchase");
        assertThat(
                        files().types(
                                        "event_time,event_type,product_id,category_id,price,user_id,user_session\n2024-03-05 10:00:00 UTC,cart,1,2,3.5,9,x\n"))
                .containsExactly("cart cart");
        assertThat(EventFileTest.describe(
                        read("InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n1,A1,MUG,2,12/13/2010 8:26,1.5,17,X\n")
                                .log()))
                .containsExactly("1292228760000 17 A1 purchase 2.0");
        assertThat(EventFileTest.describe(read("user_id,parent_asin,rating,timestamp\nAB,B0,5.0,1709618828000\n")
                        .log()))
                .containsExactly("1709618828000 AB B0 rating 5.0");
    }

    @Test
    void shouldSayHowAFileWithoutAHeaderCanBeRead() throws IOException {
        String content = "17,268,520,pv,1511544070\n17,269,520,buy,1511544071\n";

        assertThatThrownBy(() -> read(content))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("--columns user=1,item=2,type=4,time=5");
        assertThat(EventFileTest.describe(files().read(
                                content,
                                told(
                                        Map.of("user", "1", "item", "2", "type", "4", "time", "5"),
                                        Map.of(),
                                        null,
                                        null,
                                        null,
                                        null))
                        .log()))
                .containsExactly("1511544070000 17 268 view NaN", "1511544071000 17 269 purchase NaN");
    }

    @Test
    void shouldReadWhatSpreadsheetsWrite() throws IOException {
        assertThat(read("sep=;\r\nts_ms;user_id;item_id;event_type;value\r\n1709618828000;u;i;rating;4,5\r\n")
                        .log()
                        .value(0))
                .isEqualTo(4.5f);
        assertThat(read("\n\n  \nts_ms,user_id,item_id,event_type\n1709618828000,u,i,view\n")
                        .log()
                        .size())
                .isEqualTo(1);
        assertThat(files().read(
                                "\uFEFFts_ms\tuser_id\titem_id\tevent_type\r\n1709618828000\tu\té\tview\r\n",
                                StandardCharsets.UTF_16LE,
                                settings())
                        .log()
                        .itemId(0))
                .isEqualTo("é");
    }

    @Test
    void shouldRefuseAnotherEncodingUnlessItIsNamed() throws IOException {
        String content = "ts_ms,user_id,item_id,event_type\n1709618828000,u,caf\u00e9,view\n";
        Charset latin = StandardCharsets.ISO_8859_1;

        assertThatThrownBy(() -> files().read(content, latin, settings()))
                .hasMessageContaining("byte 0xE9 at position 52 (line 2)")
                .hasMessageContaining("--encoding");
        ReadingSettings named = new ReadingSettings(
                null, Map.of(), Map.of(), null, null, null, latin, null, null, 1, null, FileOfEvents.CLOCK);
        assertThat(files().read(content, latin, named).log().itemId(0)).isEqualTo("caf\u00e9");
    }

    @Test
    void shouldReadJsonLinesStrictly() throws IOException {
        EventFile.Loaded loaded =
                read("{\"userId\":\"u\",\"itemId\":\"i\",\"eventType\":\"View\",\"timestampMs\":1709618828000}\n"
                        + "{\"userId\":\"u\",\"itemId\":\"i\",\"eventType\":\"view\",\"timestampMs\":\"2024-03-05\"}\n"
                        + "{\"userId\":\"u\",\"itemId\":\"i\",\"eventType\":\"rating\",\"value\":\"2\",\"timestampMs\":1}\n"
                        + "[1]\n");

        assertThat(EventFileTest.describe(loaded.log())).containsExactly("1709618828000 u i view NaN");
        assertThat(FileOfEvents.lines(loaded.report(), RowProblem.WRONG_JSON)).containsExactly(2L, 3L);
        assertThat(loaded.report().broken()).containsKey(RowProblem.NOT_JSON);
    }

    @Test
    void shouldLearnOnlyWhatIngestAccepts() throws IOException {
        EventFile.Loaded loaded = read("ts_ms,user_id,item_id,event_type,value\n"
                + "1709618828000,,i,view,\n1709618828000,u,  ,view,\n1709618828000,u,i,,\n1709618828000,u,i,purchase,Infinity\n"
                + "1709618828000,u,i,purchase,1e39\n1709618828000,u,i,rating,\n1709618828000,NULL,i,view,\n1709618828000,u,i,teleport,\n"
                + "1709618828000,u," + "x".repeat(257) + ",view,\n1709618828000,u,i,WISHLIST,\n");

        assertThat(loaded.log().size()).isEqualTo(1);
        assertThat(loaded.report().broken())
                .containsOnlyKeys(
                        RowProblem.MISSING_USER,
                        RowProblem.MISSING_ITEM,
                        RowProblem.MISSING_TYPE,
                        RowProblem.UNREADABLE_VALUE,
                        RowProblem.VALUE_NOT_FINITE,
                        RowProblem.MISSING_RATING,
                        RowProblem.ID_FOR_NONE,
                        RowProblem.UNKNOWN_EVENT_TYPE,
                        RowProblem.ID_TOO_LONG);
        assertThat(loaded.report().remarks()).anyMatch(line -> line.contains("teleport"));
    }

    @Test
    void shouldNoticeTheScaleOfRatings() throws IOException {
        assertThat(ratings("0", "1")).containsExactly(3f, 5f);
        assertThat(ratings("-1", "1")).containsExactly(1f, 5f);
        assertThat(ratings("1", "4.5")).containsExactly(1f, 4.5f);
        assertThat(ratings("4", "10")).containsExactly(2f, 5f);
        assertThat(ratings("20", "80")).containsExactly(1f, 4f);
        assertThatThrownBy(() -> ratings("-10", "10")).hasMessageContaining("--rating-scale");
        assertThat(values(files().read(
                                "ts,user,item,rating\n1709618828,u,i,-10\n1709618828,u,j,1\n",
                                told(Map.of(), Map.of(), null, null, null, "-10..10"))
                        .log()))
                .containsExactly(1f, 3.2f);
        assertThat(values(files().read(
                                "ts,user,item,rating\n1709618828,u,i,0\n",
                                told(Map.of(), Map.of(), null, null, null, "thumbs"))
                        .log()))
                .containsExactly(1f);
    }

    @Test
    void shouldRefuseFilesWhereNothingWeighs() throws IOException {
        EventFile.Loaded none = read(
                "ts_ms,user_id,item_id,event_type,value\n1709618828000,u,i,purchase,0\n1709618828000,u,i,return,1\n");

        assertThatThrownBy(none::requireWeight)
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("none of its events weighs anything");
    }

    private List<Float> ratings(String one, String other) throws IOException {
        return values(read("ts,user,item,rating\n1709618828,u,i," + one + "\n1709618828,u,j," + other + "\n")
                .log());
    }

    private EventFile.Loaded read(String content) throws IOException {
        return files().read(content);
    }

    private FileOfEvents files() {
        return new FileOfEvents(dir);
    }
}
