/** The command line: the only place that prints to the standard streams and ends the process. */
@NullMarked
package org.pageproof.cli;

import org.jspecify.annotations.NullMarked;
