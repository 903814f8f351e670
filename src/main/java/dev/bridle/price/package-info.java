/** What tokens cost: a versioned price book and one pure cost function, in exact integers. */
@NullMarked
package dev.bridle.price;

import org.jspecify.annotations.NullMarked;
