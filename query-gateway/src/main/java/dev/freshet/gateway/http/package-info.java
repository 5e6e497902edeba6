/**
 * The gateway for clients that speak the Trino client protocol over HTTP. {@link dev.freshet.gateway.http.HttpGateway}
 * stands before a coordinator: {@link dev.freshet.gateway.http.Statements} plans what is posted,
 * {@link dev.freshet.gateway.http.Relay} hands on everything else and all answers.
 */
package dev.freshet.gateway.http;
