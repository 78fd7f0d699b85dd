package dev.millrace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Keeps docs/settings.md equal to the properties files of the apps; {@code -Ddocs.update=true} writes it. */
class SettingsPageTest {

    static final Path PAGE = Path.of("..", "docs", "settings.md");

    private static final List<String> FILES = List.of(
            "app-shell",
            "ingest-app",
            "feature-app",
            "scoring-app",
            "publisher-app",
            "retrain-trigger-app",
            "training-app");

    private static final String HEAD = """
            # Settings

            Written from the properties files of the apps; do not edit. To renew it: `mvn -pl cli -am test -Dtest=SettingsPageTest \
            -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.update=true`.

            A setting is looked for in this order, the last one found wins: the defaults below, the file that `--config FILE` or the environment
            variable `MILLRACE_CONFIG` names (`key=value` lines), environment variables, flags (`--key=value`). The environment variable of a key is
            `MILLRACE_` and the key in upper case with dots and dashes as underscores: `commit.interval.ms` is `MILLRACE_COMMIT_INTERVAL_MS`. A key
            that an app does not know, or a value that it cannot use, stops its start with the key, the value and what would be right. A key that
            ends in `*` stands for every key that begins like this.
            """;

    @Test
    void shouldListEverySettingOfEveryApp() throws IOException {
        if (Boolean.getBoolean("docs.update")) {
            Files.writeString(PAGE, page());
        }
        assertThat(Files.readString(PAGE).replace("\r\n", "\n")).isEqualTo(page());
    }

    @Test
    void shouldFindACommentForEverySetting() throws IOException {
        for (String file : FILES) {
            assertThat(groups(file)).as(file).allSatisfy(group -> {
                assertThat(group.comment())
                        .as("comment of %s", group.settings())
                        .isNotBlank();
                assertThat(group.settings()).isNotEmpty();
            });
        }
    }

    private static String page() throws IOException {
        StringBuilder page = new StringBuilder(HEAD);
        for (String file : FILES) {
            page.append(file.equals("app-shell") ? "\n## Every app\n" : "\n## " + file + "\n")
                    .append("\n| key | default | what |\n|---|---|---|\n");
            groups(file).forEach(group -> page.append(group.row()));
        }
        return page.toString();
    }

    /** Settings that stand under one comment. */
    private record Group(List<String> settings, String comment) {

        String row() {
            return "| " + each(0) + " | " + each(1) + " | "
                    + comment.replace("|", "\\|").replace("<", "&lt;") + " |\n";
        }

        private String each(int part) {
            return settings.stream()
                    .map(setting -> setting.split("=", 2)[part])
                    .map(text -> text.isEmpty() ? "–" : "`" + text.replace("|", "\\|") + "`")
                    .collect(Collectors.joining("<br>"));
        }
    }

    private static List<Group> groups(String file) throws IOException {
        List<Group> groups = new ArrayList<>();
        List<String> comment = new ArrayList<>();
        List<String> settings = new ArrayList<>();
        boolean head = true; // the first comment is about the file
        for (String line : lines(file)) {
            if (line.startsWith("#")) {
                if (!settings.isEmpty()) {
                    groups.add(group(settings, comment));
                }
                comment.add(line.substring(1).strip());
            } else if (line.isBlank()) {
                if (!settings.isEmpty()) {
                    groups.add(group(settings, comment));
                }
                if (head) {
                    comment.clear();
                }
                head = false;
            } else {
                head = false;
                settings.add(line);
            }
        }
        if (!settings.isEmpty()) {
            groups.add(group(settings, comment));
        }
        return groups;
    }

    private static Group group(List<String> settings, List<String> comment) {
        // The names of environment variables follow from the keys; the page says how.
        String text = String.join(" ", comment)
                .replaceAll("\\s*MILLRACE_[A-Z0-9_]+(?:, MILLRACE_[A-Z0-9_]+)*(?: and so on| …)?\\s*$", "")
                .strip();
        Group group = new Group(List.copyOf(settings), text);
        settings.clear();
        comment.clear();
        return group;
    }

    private static List<String> lines(String file) throws IOException {
        try (InputStream in = SettingsPageTest.class.getResourceAsStream("/" + file + ".properties")) {
            assertThat(in).as(file + ".properties").isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
