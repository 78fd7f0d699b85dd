package dev.millrace.model.rules;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Hands on numbers as the text they were written as: an item called 0071 is neither 71 nor, as YAML 1.1 has it, 57. */
final class PlainNumbers extends JsonParserDelegate {

    PlainNumbers(JsonParser yaml) {
        super(yaml);
    }

    @Override
    public @Nullable JsonToken nextToken() throws IOException {
        return plain(super.nextToken());
    }

    @Override
    public @Nullable JsonToken currentToken() {
        return plain(super.currentToken());
    }

    @Override
    public int currentTokenId() {
        JsonToken token = currentToken();
        return token == null ? 0 : token.id();
    }

    private static @Nullable JsonToken plain(@Nullable JsonToken token) {
        return token != null && token.isNumeric() ? JsonToken.VALUE_STRING : token;
    }
}
