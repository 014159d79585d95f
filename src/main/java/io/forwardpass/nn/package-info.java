/** What a network is and what it computes: layers, shapes and the forward pass. */
package io.forwardpass.nn;
