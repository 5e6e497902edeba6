package dev.freshet.transform.connect;

/**
 * The steps of a run, in order. Every statement, file and commit that changes something belongs to one step and is
 * announced to {@link BatchProgress} before it happens.
 */
public enum Step {
    LIST("listing the landing zone"),
    PREPARE("preparing schemas and tables"),
    EVOLVE("changing history's columns and layout"),
    WRITE("ingesting"),
    STAGE("staging"),
    RECONCILE("reconciling"),
    COMMIT("committing"),
    OPEN("opening tail tables"),
    FLIP("replacing the views"),
    RETIRE("retiring tail tables"),
    MAINTAIN("housekeeping");

    private final String label;

    Step(String label) {
        this.label = label;
    }

    /** For people: {@code reconciling}. */
    public String label() {
        return label;
    }
}
