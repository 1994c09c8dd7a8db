/**
 * The rules of the userfaultfd interface, one file for each command, and the states they move
 * between.
 */
@NullMarked
package org.pageproof.reference.userfaultfd;

import org.jspecify.annotations.NullMarked;
