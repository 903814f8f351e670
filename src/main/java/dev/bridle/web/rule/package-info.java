/** Pages about what calls may be made: allowances, policy, kill switches; and the audit log. */
@NullMarked
package dev.bridle.web.rule;

import org.jspecify.annotations.NullMarked;
