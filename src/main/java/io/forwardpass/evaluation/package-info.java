/** How a model did on rows whose true label is known. */
package io.forwardpass.evaluation;
