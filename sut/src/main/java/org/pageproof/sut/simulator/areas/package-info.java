/**
 * The areas of a process as every simulated interface needs them: splitting, merging, and the
 * anchors of reverse mappings that decide about it.
 */
@NullMarked
package org.pageproof.sut.simulator.areas;

import org.jspecify.annotations.NullMarked;
