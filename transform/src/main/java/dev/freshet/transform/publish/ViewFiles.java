package dev.freshet.transform.publish;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.catalog.ViewCatalog;
import org.apache.iceberg.exceptions.NoSuchViewException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.SupportsPrefixOperations;
import org.apache.iceberg.view.BaseView;
import org.apache.iceberg.view.View;

/**
 * The metadata files of views, in directories {@code <view>-<uuid>}. Trino writes a new file on each replace and does
 * not delete the old one. With a REST catalog, Trino 483 keeps a view's directory; others make a new one each time.
 */
public record ViewFiles(Catalog catalog, FileIO io) {
    private static final Pattern LOCATION = Pattern.compile("(.*/[^/]+-)[0-9a-f]{32}");

    /** All files of the view, current and earlier; empty if the catalog does not keep views as files. */
    public List<FileInfo> of(TableIdentifier view) {
        return view(view).map(this::files).orElse(List.of());
    }

    /** Deletes files that were replaced earlier than {@code before}: all older ones but the last. */
    public void removeOld(TableIdentifier view, Instant before) {
        view(view).ifPresent(found -> {
            String current = current(found);
            List<FileInfo> older = files(found).stream()
                    .filter(file -> file.createdAtMillis() < before.toEpochMilli())
                    .sorted(Comparator.comparing(FileInfo::createdAtMillis)).toList();
            older.stream().limit(Math.max(0, older.size() - 1)).filter(file -> !file.location().startsWith(current))
                    .forEach(file -> io.deleteFile(file.location()));
        });
    }

    private List<FileInfo> files(View view) {
        Matcher current = LOCATION.matcher(view.location());
        if (!current.matches() || !(io instanceof SupportsPrefixOperations prefixes)) {
            return List.of();
        }
        Pattern file = Pattern.compile(Pattern.quote(current.group(1)) + "[0-9a-f]{32}/metadata/[^/]+");
        return StreamSupport.stream(prefixes.listPrefix(current.group(1)).spliterator(), false)
                .filter(info -> file.matcher(info.location()).matches()).toList();
    }

    /** The current file; if the catalog does not tell it, the directory. */
    private static String current(View view) {
        String file = view instanceof BaseView base ? base.operations().current().metadataFileLocation() : null;
        return file == null ? view.location() + "/" : file;
    }

    private Optional<View> view(TableIdentifier view) {
        try {
            return catalog instanceof ViewCatalog views ? Optional.of(views.loadView(view)) : Optional.empty();
        } catch (NoSuchViewException e) {
            return Optional.empty();
        }
    }
}
