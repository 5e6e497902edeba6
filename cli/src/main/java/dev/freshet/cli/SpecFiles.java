package dev.freshet.cli;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** The specs of a command that works on several datasets, and how many of them it works on at once. */
final class SpecFiles {
    @Parameters(paramLabel = "SPEC", arity = "1..*", description = "Spec files, one for each dataset.")
    private List<Path> files;

    @Option(names = "--parallel", paramLabel = "N", defaultValue = "1", order = 99, converter = Number.class, description = "How many datasets to work on at once. They share the memory and the cores of this process. Default: ${DEFAULT-VALUE}")
    private int parallel;

    private static final class Number implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            if (!value.matches("[1-9][0-9]?")) {
                throw new TypeConversionException("'%s' is not a number of datasets from 1 to 99".formatted(value));
            }
            return Integer.valueOf(value);
        }
    }

    List<Path> files() {
        return files;
    }

    int parallel() {
        return parallel;
    }
}
