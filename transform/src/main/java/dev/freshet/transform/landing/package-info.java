/** The landing zone: raw files by landing partition, and their lines. */
package dev.freshet.transform.landing;
