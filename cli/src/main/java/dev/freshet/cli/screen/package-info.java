/**
 * Output for users: {@code Table} on standard output, {@code Progress} on standard error, {@code Figures} for numbers.
 */
package dev.freshet.cli.screen;
