/** Arrays of bytes, read and searched eight bytes at once. */
package dev.freshet.transform.bytes;
