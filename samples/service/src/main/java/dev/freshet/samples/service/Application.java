package dev.freshet.samples.service;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * A web service over a Freshet dataset: one endpoint that must be fresh, one report that may be T-1, and a page that
 * shows both. {@code application.yaml} holds the freshness policy, {@link Backups} the queries.
 */
@SpringBootApplication
public class Application {
    public static void main(String[] args) {
        SpringApplication.run(Application.class, args);
    }
}
