package dev.freshet.transform.protocol;

/** Told of each effect before it happens. */
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

    /** Throws if there must be no effect any more. */
    void requireAlive();

    void listed(String prefix);
}
