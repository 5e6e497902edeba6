/** The landing zone: which raw files lie where, and their lines. */
package dev.freshet.transform.raw;
