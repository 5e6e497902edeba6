/**
 * The gateway for clients that speak the Trino client protocol over HTTP. {@link dev.freshet.gateway.http.HttpGateway}
 * stands in front of a coordinator. {@link dev.freshet.gateway.http.Requests} is the way of a request:
 * {@link dev.freshet.gateway.http.Statements} plans posted statements, {@link dev.freshet.gateway.http.LiveFallback}
 * lets T-1 answer if the live view fails, {@link dev.freshet.gateway.http.Relay} passes on all other requests and all
 * answers. {@link dev.freshet.gateway.http.Listener} is the server with its limits.
 */
package dev.freshet.gateway.http;
