/** A kernel in a virtual machine: QEMU, a guest of ours in it, and the worker in the guest. */
@NullMarked
package org.pageproof.sut.vm;

import org.jspecify.annotations.NullMarked;
