/**
 * A JDBC driver around trino-jdbc that answers each statement with the freshness it requires, at the least cost. Read
 * {@link dev.freshet.gateway.Gateway} first, then {@link dev.freshet.gateway.Router}; the driver is
 * {@link dev.freshet.gateway.FreshetDriver}. {@link dev.freshet.gateway.http.HttpGateway} is the same for clients that
 * do not speak JDBC.
 */
package dev.freshet.gateway;
