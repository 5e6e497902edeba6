package dev.freshet.transform.engine;

/**
 * What an engine may use at once.
 *
 * @param threads so many read raw files
 * @param columnBytes the memory of the columns that one thread holds, before it writes them to a file
 */
public record Resources(int threads, long columnBytes) {
    /** Columns take this part of the heap. The rest is for growing, sorting and encoding them, and for long lines. */
    private static final int PART = 4;
    /** With less, files would become too small to be worth another thread. */
    private static final long LEAST = 32 << 20;

    /** An array of Java holds one column's text, which can be nearly all of it. */
    private static final long MOST = 1 << 30;

    /** A thread for each core of this JVM, as far as its memory goes. */
    public static Resources ofJvm() {
        return of(Runtime.getRuntime().availableProcessors(), Runtime.getRuntime().maxMemory());
    }

    static Resources of(int cores, long heapBytes) {
        int threads = Math.clamp(heapBytes / PART / LEAST, 1, cores);
        return new Resources(threads, Math.min(MOST, heapBytes / PART / threads));
    }
}
