/**
 * What readers see: {@link dev.freshet.transform.publish.PublishedViews} reads and replaces the views,
 * {@link dev.freshet.transform.publish.Reconciler} compares tail and history before that.
 */
package dev.freshet.transform.publish;
