/** The event stream as one self-contained HTML page. */
@NullMarked
package org.pageproof.reports.html;

import org.jspecify.annotations.NullMarked;
