/**
 * The database: connections, migrations, transactions and the batched writer for hot rows; the only
 * package that sees JDBC.
 */
@NullMarked
package dev.bridle.store;

import org.jspecify.annotations.NullMarked;
