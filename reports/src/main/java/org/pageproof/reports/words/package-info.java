/** Commands, observations and judgements in the words of a kernel developer. */
@NullMarked
package org.pageproof.reports.words;

import org.jspecify.annotations.NullMarked;
