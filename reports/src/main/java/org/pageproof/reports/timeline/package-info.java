/** A divergence as a picture: what each step of its minimal sequence did to each page. */
@NullMarked
package org.pageproof.reports.timeline;

import org.jspecify.annotations.NullMarked;
