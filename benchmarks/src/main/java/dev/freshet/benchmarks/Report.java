package dev.freshet.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** What a benchmark measured, and how to repeat it. */
public interface Report {
    /** For people: Markdown that reads well as plain text. */
    String markdown();

    /** Why it counts as failed although it was measured, if it does. */
    default Optional<String> failure() {
        return Optional.empty();
    }

    /** All of it, for programs, with the version and the commit that were measured. */
    default ObjectNode tree() {
        ObjectNode tree = new ObjectMapper().enable(SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
                .valueToTree(this);
        return tree.put("release", Versions.release());
    }

    default String json() {
        return tree().toPrettyString();
    }
}
