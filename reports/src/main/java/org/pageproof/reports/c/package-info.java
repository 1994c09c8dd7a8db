/** Traces as C programs that need nothing but a C library. */
@NullMarked
package org.pageproof.reports.c;

import org.jspecify.annotations.NullMarked;
