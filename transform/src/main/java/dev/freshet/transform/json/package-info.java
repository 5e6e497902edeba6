/**
 * {@link dev.freshet.transform.json.LineMapper} turns a raw line into a row. It follows the same rules as the tail's
 * SQL, {@link dev.freshet.spec.json.LineRule} and {@link dev.freshet.spec.json.TypeRule}.
 */
package dev.freshet.transform.json;
