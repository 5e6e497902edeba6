/**
 * The landing zone: raw files by landing partition, and their lines. {@link dev.freshet.transform.landing.LandedFile}
 * makes such files of JSON in other forms.
 */
package dev.freshet.transform.landing;
