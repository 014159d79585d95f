/**
 * The planner's view: an expression, a strategy, an operator and the extension that installs them.
 * The only package that sees Catalyst, hence the list of files to look at when Spark moves.
 */
package io.forwardpass.spark.catalyst;
