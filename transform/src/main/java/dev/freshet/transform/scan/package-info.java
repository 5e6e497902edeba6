/**
 * Raw lines as bytes into columns. {@link dev.freshet.transform.scan.LineReader} reads what it can prove to be read
 * right; {@link dev.freshet.transform.json.LineMapper} reads all other lines.
 */
package dev.freshet.transform.scan;
