/** Renderers of the event stream, one for each format. */
@NullMarked
package org.pageproof.reports.format;

import org.jspecify.annotations.NullMarked;
