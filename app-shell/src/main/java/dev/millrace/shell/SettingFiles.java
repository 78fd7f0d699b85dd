package dev.millrace.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Reads properties files in UTF-8. */
final class SettingFiles {

    private static final String SHARED = "app-shell";

    private SettingFiles() {}

    static Map<String, String> bundled(String app) {
        var all = new TreeMap<>(resource(SHARED));
        resource(app).forEach(all::put); // an app may have its own default for a shared key
        return all;
    }

    static Map<String, String> read(String file) {
        try (Reader reader = Files.newBufferedReader(Path.of(file), StandardCharsets.UTF_8)) {
            return entries(reader);
        } catch (NoSuchFileException e) {
            throw new SettingsException("Settings file " + file + " does not exist", e);
        } catch (IOException | IllegalArgumentException e) {
            throw new SettingsException("Settings file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The bundled files as they are: they explain every key. */
    static String help(String app) {
        return "Usage: " + app + " [--config FILE] [--key=value ...]\n\n" + text(app) + "\n" + text(SHARED);
    }

    private static Map<String, String> resource(String name) {
        try {
            return entries(new StringReader(text(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(String name) {
        String path = "/" + name + ".properties";
        try (InputStream stream = SettingFiles.class.getResourceAsStream(path)) {
            if (stream == null) {
                throw new IllegalStateException("No " + path + " on the class path");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> entries(Reader reader) throws IOException {
        var properties = new Properties();
        properties.load(reader);
        var entries = new TreeMap<String, String>();
        properties.stringPropertyNames().forEach(key -> entries.put(key, properties.getProperty(key)));
        return entries;
    }
}
