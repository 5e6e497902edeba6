/**
 * The gateway for clients that speak the Trino client protocol over HTTP. {@link dev.freshet.gateway.http.HttpGateway}
 * stands in front of a coordinator: {@link dev.freshet.gateway.http.Statements} plans posted statements,
 * {@link dev.freshet.gateway.http.Relay} passes on all other requests and all answers.
 */
package dev.freshet.gateway.http;
