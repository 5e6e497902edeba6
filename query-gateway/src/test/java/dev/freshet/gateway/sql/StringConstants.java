package dev.freshet.gateway.sql;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The string literals of the classes in a jar, read from their constant pools. */
final class StringConstants {
    private static final int MAGIC_AND_VERSION = 8;

    private StringConstants() {}

    static Set<String> in(Path jar) throws IOException {
        Set<String> found = new LinkedHashSet<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(ZipEntry.class::cast)
                    .filter(e -> e.getName().endsWith(".class"))::iterator) {
                found.addAll(in(zip.getInputStream(entry).readAllBytes()));
            }
        }
        return found;
    }

    private static List<String> in(byte[] classFile) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile));
        in.skipBytes(MAGIC_AND_VERSION);
        String[] texts = new String[in.readUnsignedShort()];
        List<Integer> strings = new ArrayList<>();
        for (int i = 1; i < texts.length; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> texts[i] = in.readUTF();
                case 8 -> strings.add(in.readUnsignedShort());
                case 7, 16, 19, 20 -> in.skipBytes(2);
                case 15 -> in.skipBytes(3);
                case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipBytes(4);
                case 5, 6 -> {
                    in.skipBytes(8);
                    i++; // a long and a double take two places
                }
                default -> throw new IOException("Unknown tag in a constant pool: " + tag);
            }
        }
        return strings.stream().map(string -> texts[string]).toList();
    }
}
