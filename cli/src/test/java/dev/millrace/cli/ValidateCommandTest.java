package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateCommandTest {

    @TempDir
    Path dir;

    @Test
    void shouldTellHowAFileIsUnderstood() throws IOException {
        Path file = Files.writeString(
                dir.resolve("log.csv"),
                "userId,itemId,action,time\nann,tea,pv,1709618828\nann,cup,BUY,1709618829\n,cup,pv,1709618829\n");

        CommandRun text = CommandRun.of("validate", file.toString());
        assertThat(text.exitCode()).isEqualTo(1);
        assertThat(text.out())
                .contains(
                        "2 events of 1 user and 2 items from 3 rows",
                        "2024-03-05T06:07:08Z",
                        "--types pv=view,BUY=purchase")
                .contains("no user id (line 4)")
                .contains("\"eventType\": \"view\"");

        JsonNode json =
                CommandRun.of("validate", file.toString(), "--output", "json").json();
        assertThat(json.at("/refusedByReason/missing-user/count").asInt()).isEqualTo(1);
        assertThat(json.at("/types/0/weight").asText()).startsWith("0.3");
    }

    @Test
    void shouldEndWithTheCodeThatFits() throws IOException {
        Path good = Files.writeString(dir.resolve("items.csv"), "item_id,title\n1,A\n");
        Path bad = Files.writeString(dir.resolve("bad.csv"), "a,b\nx,y\n");

        assertThat(CommandRun.of("validate", good.toString(), "--items").exitCode())
                .isZero();
        CommandRun refused = CommandRun.of("validate", bad.toString());
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err())
                .contains("bad.csv", "--columns user=…,item=…,time=…")
                .doesNotContain("\tat ");
    }
}
