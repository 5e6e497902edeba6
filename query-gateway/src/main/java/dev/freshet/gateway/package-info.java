/**
 * A JDBC driver around trino-jdbc that answers each statement as fresh as it is asked to and no costlier than it must.
 * Read {@link dev.freshet.gateway.Gateway} first, then {@link dev.freshet.gateway.Router}; the driver is
 * {@link dev.freshet.gateway.FreshetDriver}. {@link dev.freshet.gateway.http.HttpGateway} is the same for clients that
 * do not speak JDBC.
 */
package dev.freshet.gateway;
