/** What a guest boots: kernels, their modules, and a root of our own with the worker in it. */
@NullMarked
package org.pageproof.sut.vm.image;

import org.jspecify.annotations.NullMarked;
