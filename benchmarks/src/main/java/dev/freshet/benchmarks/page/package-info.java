/**
 * The report of several benchmarks, one web page that needs nothing else.
 * {@link dev.freshet.benchmarks.page.ReportPage} makes it; {@code report.js} draws it in the browser.
 */
package dev.freshet.benchmarks.page;
