package dev.freshet.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

/** What a benchmark measured, and how to repeat it. */
public interface Report {
    /** For people: Markdown that reads well as plain text. */
    String markdown();

    /** All of it, for programs. */
    default String json() {
        try {
            return new ObjectMapper().enable(SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
                    .writerWithDefaultPrettyPrinter().writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write the report as JSON: " + e.getMessage(), e);
        }
    }
}
