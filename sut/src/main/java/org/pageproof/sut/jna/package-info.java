/** The C library as this project calls it: system calls, the userfaultfd header, native memory. */
@NullMarked
package org.pageproof.sut.jna;

import org.jspecify.annotations.NullMarked;
