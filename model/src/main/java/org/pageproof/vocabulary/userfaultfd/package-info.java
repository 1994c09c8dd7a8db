/** The commands of the userfaultfd interface and their operands: data without rules. */
@NullMarked
package org.pageproof.vocabulary.userfaultfd;

import org.jspecify.annotations.NullMarked;
