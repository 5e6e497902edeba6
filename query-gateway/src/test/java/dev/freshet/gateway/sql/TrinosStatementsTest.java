package dev.freshet.gateway.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.gateway.TestingGateway;
import io.trino.grammar.sql.SqlBaseLexer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Token;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rewrites every statement in the class files of Trino's own tests: only the names of datasets may change. */
class TrinosStatementsTest {
    private static final Path JARS = Path.of("target/statements");
    private static final Pattern LIKE_A_STATEMENT = Pattern.compile("\\s*(?:[(\\w]|--|/\\*)[^\\x01]*\\s[^\\x01]*");
    private static final Pattern NAME = Pattern.compile("\\w+|\".*\"", Pattern.DOTALL);

    @ParameterizedTest
    @CsvSource({"trino-jdbc-tests.jar, 80, 15", "trino-main-tests.jar, 4600, 900", "trino-parser-tests.jar, 700, 170",
            "trino-testing.jar, 3000, 1500"})
    void onlyNamesOfDatasetsChange(String jar, int atLeast, int rewrittenAtLeast) throws IOException {
        List<String> wrong = new ArrayList<>();
        int statements = 0;
        int rewritten = 0;
        for (String constant : StringConstants.in(JARS.resolve(jar))) {
            String sql = executed(constant);
            Optional<ParsedSql> parsed = LIKE_A_STATEMENT.matcher(sql).matches() ? parse(sql) : Optional.empty();
            if (parsed.isEmpty()) {
                continue;
            }
            statements++;
            if (!TestingGateway.NO_TABLE.sent(sql).equals(sql)) {
                wrong.add("changed without a dataset: " + sql);
            }
            String withDatasets = TestingGateway.EVERY_TABLE.sent(sql);
            rewritten += withDatasets.equals(sql) ? 0 : 1;
            difference(parsed.get(), withDatasets).ifPresent(why -> wrong.add(
                    "%s: %s\n-> %s".formatted(why, sql, withDatasets)));
        }
        assertThat(wrong).isEmpty();
        assertThat(statements).isGreaterThanOrEqualTo(atLeast);
        assertThat(rewritten).isGreaterThanOrEqualTo(rewrittenAtLeast);
    }

    private static Optional<ParsedSql> parse(String sql) {
        if (sql.contains("`")) {
            return Optional.empty(); // the grammar accepts such names only so that Trino can reject them
        }
        try {
            return Optional.of(ParsedSql.parse(sql));
        } catch (SqlSyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The text that an {@code EXECUTE IMMEDIATE} executes. The quotes around it are not compared. */
    private static String executed(String sql) {
        return parse(sql).flatMap(parsed -> parsed.executed(name -> null)).orElse(sql);
    }

    /** The first difference, except references and the aliases that keep their names. */
    private static Optional<String> difference(ParsedSql original, String rewritten) {
        if (parse(rewritten).isEmpty()) {
            return Optional.of("does not parse");
        }
        List<String> before = tokens(original.text());
        List<String> after = tokens(rewritten);
        List<String> replaced = new ArrayList<>();
        List<String> aliases = new ArrayList<>();
        int b = 0;
        int a = 0;
        while (b < before.size() || a < after.size()) {
            String was = b < before.size() ? before.get(b) : "";
            String is = a < after.size() ? after.get(a) : "";
            int endBefore = endOfName(before, b);
            int endAfter = endOfName(after, a);
            if (was.equals(is)) {
                b++;
                a++;
            } else if (endBefore > b && endAfter > a && isT1(before.get(endBefore - 1), after.get(endAfter - 1))) {
                replaced.add(before.get(endBefore - 1));
                b = endBefore;
                a = endAfter;
            } else if (isT1(was, is) && b + 1 < before.size() && before.get(b + 1).equals(".")) {
                b++; // the table's name in a column's path
                a++;
            } else if (is.equals("AS") && a + 1 < after.size() && replaced.contains(after.get(a + 1))) {
                aliases.add(after.get(a + 1));
                a += 2;
            } else if (was.equalsIgnoreCase("TABLE") && is.equals("SELECT")) {
                b++;
                a += 3; // SELECT * FROM
            } else {
                return Optional.of("token %d is %s, was %s".formatted(a, is, was));
            }
        }
        List<TableReference> references = original.references().stream().filter(reference -> reference.pinned()
                .isEmpty() && reference.name().resolve("lake", "house").isPresent()).toList();
        long aliased = references.stream().filter(TrinosStatementsTest::needsAlias).count();
        return replaced.size() == references.size() && aliases.size() == aliased ? Optional.empty()
                : Optional.of("%d of %d references are replaced, %d of %d get an alias".formatted(replaced.size(),
                        references.size(), aliases.size(), aliased));
    }

    private static boolean needsAlias(TableReference reference) {
        return switch (reference.form()) {
            case TableReference.InFrom from -> from.alias().isPresent();
            case TableReference.TableQuery query -> true;
            case TableReference.Named named -> false;
            case TableReference.Qualified qualified -> false;
        };
    }

    private static boolean isT1(String before, String after) {
        return after
                .equals("\"" + unquoted(before).toLowerCase(Locale.ENGLISH).replace("\"", "\"\"") + "_t1\"");
    }

    private static String unquoted(String identifier) {
        return identifier.startsWith("\"") ? identifier.substring(1, identifier.length() - 1).replace("\"\"", "\"")
                : identifier;
    }

    /** The position after {@code a.b.c}. */
    private static int endOfName(List<String> tokens, int start) {
        int end = start;
        while (end < tokens.size() && NAME.matcher(tokens.get(end)).matches()) {
            end++;
            if (end == tokens.size() || !tokens.get(end).equals(".")) {
                return end;
            }
            end++;
        }
        return end;
    }

    /** All tokens, with comments. */
    private static List<String> tokens(String sql) {
        SqlBaseLexer lexer = new SqlBaseLexer(CharStreams.fromString(sql));
        List<String> tokens = new ArrayList<>();
        for (Token token : lexer.getAllTokens()) {
            if (token.getType() != SqlBaseLexer.WS) {
                tokens.add(token.getText());
            }
        }
        return tokens;
    }
}
