package dev.freshet.gateway.http;

import dev.freshet.gateway.ViewTexts;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** Tells of each look-up of a view, but not of the queries that count files for an explanation. */
record ObservedViewTexts(ViewTexts views, Observer observer) implements ViewTexts {
    @Override
    public Optional<String> find(String showCreateView) throws SQLException {
        long began = System.nanoTime();
        boolean answered = false;
        try {
            Optional<String> text = views.find(showCreateView);
            answered = true;
            return text;
        } catch (LookUpException e) {
            // "There is no such view" is an answer, too.
            answered = e.errorType().equals("USER_ERROR");
            throw e;
        } finally {
            observer.lookedUp(Duration.ofNanos(System.nanoTime() - began), answered);
        }
    }

    @Override
    public Optional<String> find(String query, Duration patience) throws SQLException {
        return views.find(query, patience);
    }
}
