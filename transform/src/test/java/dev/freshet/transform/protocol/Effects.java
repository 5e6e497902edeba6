package dev.freshet.transform.protocol;

/** Receives each effect before it happens. */
interface Effects {
    Effects FREE = new Effects() {
        @Override
        public void before(String what) {}

        @Override
        public void requireAlive() {}

        @Override
        public void listed(String prefix) {}
    };

    /** Returns when the effect may happen. */
    void before(String what);

    /** Throws if the process was killed, so that it has no further effect. */
    void requireAlive();

    void listed(String prefix);
}
