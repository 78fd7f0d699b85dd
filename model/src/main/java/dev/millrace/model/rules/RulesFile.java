package dev.millrace.model.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads {@link Rules} from YAML.
 *
 * <pre>
 * include:                     # pins; interests and levels are optional
 *   - {item: sku-1, position: 1, interests: [garden], levels: [trending, newest]}
 * exclude: {items: [sku-2], categories: [adult]}
 * boost:
 *   - {categories: [sale], factor: 1.5}
 * caps:
 *   - {category: books, atMost: 2, first: 10}
 * diversity: {lambda: 0.7, first: 20}
 * exploration: {share: 0.05, first: 20}
 * catalogOnly: auto
 * </pre>
 *
 * Every section is optional. What is not understood is refused, with the file, the entry, its value and what would be
 * right: a rule that silently does nothing is worse than an app that does not start.
 */
public final class RulesFile {

    static final List<String> SECTIONS =
            List.of("include", "exclude", "boost", "caps", "diversity", "exploration", "catalogOnly");

    private static final int LONGEST_LIST = 100;
    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .configure(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS, true)
            .build());

    private RulesFile() {}

    /** @throws IllegalArgumentException when the file cannot be read or says what no rule can say */
    public static Rules load(Path file) {
        try {
            return parse(file.toString(), Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("The rules file " + file + " does not exist", e);
        } catch (MalformedInputException e) {
            throw new IllegalArgumentException("The rules file " + file + " is not UTF-8 text", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("The rules file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** @param name what messages call the text, usually its file */
    public static Rules parse(String name, String yaml) {
        Entry root = new Entry(name, "", tree(name, yaml));
        if (root.isMissing()) {
            return Rules.NONE;
        }
        root.allow(SECTIONS.toArray(String[]::new));
        return new Rules(
                root.each("include", RulesFile::pin),
                exclusions(root.at("exclude")),
                root.each("boost", RulesFile::boost),
                root.each("caps", RulesFile::cap),
                diversity(root.at("diversity")),
                exploration(root.at("exploration")),
                catalogOnly(root.at("catalogOnly")));
    }

    private static CatalogOnly catalogOnly(Entry entry) {
        if (entry.isMissing()) {
            return CatalogOnly.AUTO;
        }
        return CatalogOnly.valueOf(entry.oneOf(CatalogOnly.labels()).toUpperCase(Locale.ROOT));
    }

    private static JsonNode tree(String name, String yaml) {
        try (var parser = new PlainNumbers(YAML.createParser(yaml))) {
            JsonNode tree = YAML.readTree(parser);
            return tree == null ? MissingNode.getInstance() : tree;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(name + " is not YAML: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("Reading from memory failed", e);
        }
    }

    private static Pin pin(Entry entry) {
        entry.allow("item", "position", "interests", "levels");
        return new Pin(
                entry.at("item").text(),
                entry.at("position").whole(1, LONGEST_LIST),
                entry.at("interests").texts(),
                levels(entry.at("levels")));
    }

    private static Set<Rung> levels(Entry entry) {
        return entry.texts().stream().map(label -> level(entry, label)).collect(Collectors.toUnmodifiableSet());
    }

    private static Rung level(Entry entry, String label) {
        for (Rung rung : Rung.values()) {
            if (rung.label().equals(label)) {
                return rung;
            }
        }
        throw entry.wrong(
                "a list of " + Arrays.stream(Rung.values()).map(Rung::label).toList());
    }

    private static Exclusions exclusions(Entry entry) {
        entry.allow("items", "categories");
        return new Exclusions(entry.at("items").texts(), entry.at("categories").texts());
    }

    private static Boost boost(Entry entry) {
        entry.allow("items", "categories", "factor");
        var boost = new Boost(entry.at("items").texts(), entry.at("categories").texts(), (float)
                entry.at("factor").number(0.001, 1000));
        if (boost.items().isEmpty() && boost.categories().isEmpty()) {
            throw entry.wrong("an entry with items or categories");
        }
        return boost;
    }

    private static CategoryCap cap(Entry entry) {
        entry.allow("category", "atMost", "first");
        return new CategoryCap(
                entry.at("category").text(),
                entry.at("atMost").whole(1, LONGEST_LIST),
                entry.at("first").whole(1, LONGEST_LIST));
    }

    private static Diversity diversity(Entry entry) {
        if (entry.isMissing()) {
            return Diversity.OFF;
        }
        entry.allow("lambda", "first");
        Entry first = entry.at("first");
        return new Diversity(entry.at("lambda").number(0, 1), first.isMissing() ? 20 : first.whole(1, LONGEST_LIST));
    }

    private static Exploration exploration(Entry entry) {
        if (entry.isMissing()) {
            return Exploration.OFF;
        }
        entry.allow("share", "first");
        Entry first = entry.at("first");
        return new Exploration(entry.at("share").number(0, 1), first.isMissing() ? 20 : first.whole(1, LONGEST_LIST));
    }
}
