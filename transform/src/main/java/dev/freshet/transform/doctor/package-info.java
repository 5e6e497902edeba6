/** Checks that a lakehouse is set up as the pattern needs it. */
package dev.freshet.transform.doctor;
