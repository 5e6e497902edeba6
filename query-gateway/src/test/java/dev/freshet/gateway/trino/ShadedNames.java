package dev.freshet.gateway.trino;

import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/**
 * The tests see trino-jdbc as Trino's build compiles it, but it is published with its libraries renamed, and its own
 * methods take and give their types. This renames them in the tests too.
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
