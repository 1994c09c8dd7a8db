/**
 * The only place that knows jqwik, which hosts the runs: tries, seeds, falsification. What is drawn
 * and how it shrinks is ours.
 */
@NullMarked
package org.pageproof.properties.jqwik;

import org.jspecify.annotations.NullMarked;
