/**
 * What is told of a run: one stream of events, its stored form, and the folder of each distinct
 * divergence. Renderers read the stream and do not know one another.
 */
@NullMarked
package org.pageproof.reports;

import org.jspecify.annotations.NullMarked;
