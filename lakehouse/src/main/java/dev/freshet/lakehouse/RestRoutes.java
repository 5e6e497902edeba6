package dev.freshet.lakehouse;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.rest.CatalogHandlers;
import org.apache.iceberg.rest.Endpoint;
import org.apache.iceberg.rest.RESTCatalogProperties.SnapshotMode;
import org.apache.iceberg.rest.RESTUtil;
import org.apache.iceberg.rest.requests.CreateNamespaceRequest;
import org.apache.iceberg.rest.requests.CreateTableRequest;
import org.apache.iceberg.rest.requests.CreateViewRequest;
import org.apache.iceberg.rest.requests.RegisterTableRequest;
import org.apache.iceberg.rest.requests.RenameTableRequest;
import org.apache.iceberg.rest.requests.UpdateNamespacePropertiesRequest;
import org.apache.iceberg.rest.requests.UpdateTableRequest;
import org.apache.iceberg.rest.responses.ConfigResponse;

/** What a REST catalog can be asked, and which of Iceberg's handlers answers. */
final class RestRoutes {
    private final JdbcCatalog catalog;
    private final ObjectMapper mapper;
    private final List<Route> routes = new ArrayList<>();

    private interface Handler {
        /** @return empty answers are null */
        Object answer(Request request);
    }

    private interface Action {
        void on(Request request);
    }

    private record Route(Endpoint endpoint, Pattern path, Handler handler) {}

    RestRoutes(JdbcCatalog catalog, ObjectMapper mapper) {
        this.catalog = catalog;
        this.mapper = mapper;
        namespaces();
        tables();
        views();
    }

    private void namespaces() {
        on(Endpoint.V1_LIST_NAMESPACES, r -> CatalogHandlers.listNamespaces(catalog, r.parent()));
        on(Endpoint.V1_CREATE_NAMESPACE, r -> CatalogHandlers.createNamespace(catalog, r.body(
                CreateNamespaceRequest.class)));
        on(Endpoint.V1_LOAD_NAMESPACE, r -> CatalogHandlers.loadNamespace(catalog, r.namespace()));
        does(Endpoint.V1_NAMESPACE_EXISTS, r -> CatalogHandlers.namespaceExists(catalog, r.namespace()));
        on(Endpoint.V1_UPDATE_NAMESPACE, r -> CatalogHandlers.updateNamespaceProperties(catalog, r.namespace(), r.body(
                UpdateNamespacePropertiesRequest.class)));
        does(Endpoint.V1_DELETE_NAMESPACE, r -> CatalogHandlers.dropNamespace(catalog, r.namespace()));
    }

    private void tables() {
        on(Endpoint.V1_LIST_TABLES, r -> CatalogHandlers.listTables(catalog, r.namespace()));
        on(Endpoint.V1_CREATE_TABLE, r -> {
            CreateTableRequest request = r.body(CreateTableRequest.class);
            return request.stageCreate() ? CatalogHandlers.stageTableCreate(catalog, r.namespace(), request)
                    : CatalogHandlers.createTable(catalog, r.namespace(), request);
        });
        on(Endpoint.V1_REGISTER_TABLE, r -> CatalogHandlers.registerTable(catalog, r.namespace(), r.body(
                RegisterTableRequest.class)));
        on(Endpoint.V1_LOAD_TABLE, r -> CatalogHandlers.loadTable(catalog, r.name(), SnapshotMode.ALL));
        does(Endpoint.V1_TABLE_EXISTS, r -> CatalogHandlers.tableExists(catalog, r.name()));
        on(Endpoint.V1_UPDATE_TABLE, r -> CatalogHandlers.updateTable(catalog, r.name(), r.body(
                UpdateTableRequest.class)));
        does(Endpoint.V1_DELETE_TABLE, r -> {
            if (r.asks("purgeRequested=true")) {
                CatalogHandlers.purgeTable(catalog, r.name());
            } else {
                CatalogHandlers.dropTable(catalog, r.name());
            }
        });
        does(Endpoint.V1_RENAME_TABLE, r -> CatalogHandlers.renameTable(catalog, r.body(RenameTableRequest.class)));
    }

    private void views() {
        on(Endpoint.V1_LIST_VIEWS, r -> CatalogHandlers.listViews(catalog, r.namespace()));
        on(Endpoint.V1_CREATE_VIEW, r -> CatalogHandlers.createView(catalog, r.namespace(), r.body(
                CreateViewRequest.class)));
        on(Endpoint.V1_LOAD_VIEW, r -> CatalogHandlers.loadView(catalog, r.name()));
        does(Endpoint.V1_VIEW_EXISTS, r -> CatalogHandlers.viewExists(catalog, r.name()));
        on(Endpoint.V1_UPDATE_VIEW, r -> CatalogHandlers.updateView(catalog, r.name(), r.body(
                UpdateTableRequest.class)));
        does(Endpoint.V1_DELETE_VIEW, r -> CatalogHandlers.dropView(catalog, r.name()));
        does(Endpoint.V1_RENAME_VIEW, r -> CatalogHandlers.renameView(catalog, r.body(RenameTableRequest.class)));
    }

    private void on(Endpoint endpoint, Handler handler) {
        String path = endpoint.path().replace("{prefix}/", "").replaceAll("\\{(\\w+)}", "(?<$1>[^/]+)");
        routes.add(new Route(endpoint, Pattern.compile(path), handler));
    }

    private void does(Endpoint endpoint, Action action) {
        on(endpoint, request -> {
            action.on(request);
            return null;
        });
    }

    /**
     * @return null for an empty answer
     * @throws UnsupportedOperationException if it cannot be asked that
     */
    Object answer(String method, URI uri, byte[] body) {
        if (uri.getPath().equals("/v1/config")) {
            return ConfigResponse.builder().withEndpoints(routes.stream().map(Route::endpoint).toList()).build();
        }
        for (Route route : routes) {
            Matcher path = route.path().matcher(uri.getRawPath());
            if (route.endpoint().httpMethod().equals(method) && path.matches()) {
                return route.handler().answer(new Request(path, uri, body));
            }
        }
        throw new UnsupportedOperationException("No such endpoint: %s %s".formatted(method, uri.getPath()));
    }

    private final class Request {
        private static final String SEPARATOR = "%1F";

        private final Map<String, Integer> names;
        private final Matcher path;
        private final URI uri;
        private final byte[] body;

        Request(Matcher path, URI uri, byte[] body) {
            this.path = path;
            this.names = path.namedGroups();
            this.uri = uri;
            this.body = body;
        }

        Namespace namespace() {
            return RESTUtil.decodeNamespace(path.group("namespace"), SEPARATOR);
        }

        /** Of a table or a view. */
        TableIdentifier name() {
            return TableIdentifier.of(namespace(), RESTUtil.decodeString(path.group(names.containsKey("table")
                    ? "table"
                    : "view")));
        }

        /** The namespace whose namespaces are listed. */
        Namespace parent() {
            Matcher query = Pattern.compile("(?:^|&)parent=([^&]+)").matcher(String.valueOf(uri.getRawQuery()));
            return query.find() ? RESTUtil.decodeNamespace(query.group(1), SEPARATOR) : Namespace.empty();
        }

        boolean asks(String query) {
            return List.of(String.valueOf(uri.getQuery()).split("&")).contains(query);
        }

        <T> T body(Class<T> type) {
            try {
                return mapper.readValue(body, type);
            } catch (IOException e) {
                throw new IllegalArgumentException("Invalid request: " + e.getMessage(), e);
            }
        }
    }
}
