package dev.freshet.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;

/** A command's answer on standard output. */
record Output(PrintWriter out) {
    static final JsonMapper JSON = JsonMapper.builder().build();

    void json(Object object) {
        line(text(object));
    }

    /** An object as JSON, on one line. */
    static String text(Object object) {
        try {
            return JSON.writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write as JSON: " + e.getMessage(), e);
        }
    }

    void line(String text) {
        out.println(text);
        out.flush();
    }
}
