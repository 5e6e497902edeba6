/**
 * What people see: {@code Table} on standard output, {@code Progress} on standard error, figures as {@code Figures}.
 */
package dev.freshet.cli.screen;
