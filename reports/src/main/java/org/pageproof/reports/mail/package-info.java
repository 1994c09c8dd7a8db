/** Bug reports for kernel developers, as text to complete and to send by hand. */
@NullMarked
package org.pageproof.reports.mail;

import org.jspecify.annotations.NullMarked;
