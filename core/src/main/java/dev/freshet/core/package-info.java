/**
 * What the batch publishes and the gateway reads: {@link dev.freshet.core.Boundary},
 * {@link dev.freshet.core.Freshness}, {@link dev.freshet.core.Publication} and {@link dev.freshet.core.Names}. Both
 * explain a {@link dev.freshet.core.TlsFailure}. Needs the JDK alone, as it is in the driver.
 */
package dev.freshet.core;
