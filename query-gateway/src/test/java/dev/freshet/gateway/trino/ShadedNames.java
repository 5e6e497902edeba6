package dev.freshet.gateway.trino;

import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/**
 * Renames libraries in the tests of trino-jdbc. The published trino-jdbc contains its libraries under other names, also
 * in the signatures of its methods, but the tests are compiled with the original names.
 */
final class ShadedNames extends Remapper {
    private static final Map<String, String> RENAMED = Map.of("io/trino/client/", "io/trino/jdbc/$internal/client/",
            "io/airlift/units/", "io/trino/jdbc/$internal/airlift/units/");

    private ShadedNames() {
        super(Opcodes.ASM9);
    }

    static byte[] in(byte[] bytecode) {
        ClassWriter renamed = new ClassWriter(0);
        new ClassReader(bytecode).accept(new ClassRemapper(renamed, new ShadedNames()), 0);
        return renamed.toByteArray();
    }

    @Override
    public String map(String type) {
        return RENAMED.entrySet().stream().filter(library -> type.startsWith(library.getKey())).findFirst()
                .map(library -> library.getValue() + type.substring(library.getKey().length())).orElse(type);
    }
}
