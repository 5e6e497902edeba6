/** Local disk as an Iceberg {@code FileIO}, for {@code local://} locations. */
package dev.freshet.lakehouse.io;
