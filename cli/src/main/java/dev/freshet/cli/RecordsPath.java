package dev.freshet.cli;

import dev.freshet.spec.JsonPath;
import dev.freshet.transform.landing.LandedFile;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the option {@code --records}: {@code $.Records}, or {@code $} for the value itself. */
final class RecordsPath implements ITypeConverter<JsonPath> {
    @Override
    public JsonPath convert(String text) {
        try {
            return text.equals("$") ? LandedFile.ITSELF : JsonPath.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
