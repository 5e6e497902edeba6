package dev.freshet.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;

/** A command's answer on standard output. */
record Output(PrintWriter out) {
    static final JsonMapper JSON = JsonMapper.builder().build();

    void json(Object object) {
        try {
            out.println(JSON.writeValueAsString(object));
            out.flush();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write as JSON: " + e.getMessage(), e);
        }
    }

    void line(String text) {
        out.println(text);
        out.flush();
    }
}
