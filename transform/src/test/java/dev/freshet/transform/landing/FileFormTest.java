package dev.freshet.transform.landing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileFormTest {
    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {"`{\"a\":1}\n{\"a\":[{}]}\n` | LINES",
            "`{\"a\":1}` | LINES",
            "`{\"a\":1}\n\n{\"a\":2` | LINES", "`{\"a\":1}\noops` | LINES", "`[{\"a\":1}]` | ARRAY",
            "`[\n  {\"a` | ARRAY",
            "[] | ARRAY", "`[1,2]` | ARRAY", "`{\n\"a\":1\n}\n{\n\"a\":2\n}` | SPREAD", "`{\n  \"a\":1` | SPREAD",
            "`{\n  \"a\":{\"b\":[{}]},\n \"c` | SPREAD", "`{\"a\":1}{\"a\":2}` | CONCATENATED",
            "`{\"a\":1} {\"a\":2}\n{\"a\":3}` | CONCATENATED", "`{\"Records\":[{\"a\":1}]}` | ENVELOPE $.Records",
            "`{\"Records\":[{\"a\":1},{\"a\":tr` | ENVELOPE $.Records", "`{\n\"Records\":[]}` | ENVELOPE $.Records",
            "`{\"odd name\":[{\"a\":1}]}\n{\"odd name\":[{}]}` | ENVELOPE $[\"odd name\"]",
            "`{\"tags\":[]}` | LINES", "`{\"tags\":[1]}` | LINES", "`{\"Records\":[{}]}\n{\"a\":1}` | LINES",
            "`{\"order\":1,\"items\":[{}]}` | UNCLEAR $.items", "`{\"items\":[{}],\"order\":1}` | UNCLEAR $.items",
            "`{\"order\":1,\"items\":[{}]}\n{\"items\":[{}],\"order\":2}` | LINES",
            "`{\"order\":1,\"parts\":[{}]}` | LINES", "hello | NO_JSON", "`[2026-11-27 10:00] INFO` | NO_JSON",
            "`{oops` | NO_JSON", "id,size | NO_JSON", "`1\n2\n` | NO_JSON", "`` | EMPTY", "`\n \n` | EMPTY"})
    void theFormIsFoundInTheWholeFileAndInItsStart(String text, String expected) throws IOException {
        FileForm form = form(text);
        assertThat(form.kind() + form.records().map(path -> " " + path).orElse("")).isEqualTo(expected);
    }

    @Test
    void theAdviceSaysWhatToDo() throws IOException {
        assertThat(form("[{}]").advice("a.yaml", "b.json")).contains("./freshet land a.yaml b.json lands it as lines");
        assertThat(form("{\"a\":1,\"items\":[{}]}").advice("a.yaml", "b.json")).hasValueSatisfying(
                advice -> assertThat(advice).startsWith("./freshet land a.yaml b.json --records '$.items' lands"));
        assertThat(form("{}").advice("a.yaml", "b.json")).isEmpty();
        assertThat(form("{\"Records\":[{}]}").says()).isEqualTo("an array of records in $.Records");
    }

    @Test
    void theStartOfALargeCompressedFileIsEnough() throws IOException {
        byte[] text = ("[" + "{\"a\":\"é\"},".repeat(500_000)).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(file)) {
            out.write(text);
        }
        assertThat(FileForm.ofStart("a.json.gz", new ByteArrayInputStream(file.toByteArray())).kind())
                .isEqualTo(FileForm.Kind.ARRAY);
        assertThat(FileForm.ofStart("a.json", new ByteArrayInputStream(file.toByteArray())).kind())
                .isEqualTo(FileForm.Kind.NO_JSON);
    }

    private static FileForm form(String text) throws IOException {
        return FileForm.of(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
